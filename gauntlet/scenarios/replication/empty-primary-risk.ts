import { projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a primary that saves nothing is restarted at once by its unit; its replicas would copy the emptiness',
  arrange: async (world) => {
    const { primary } = await startReplicated(world);
    const unit = `[Unit]\nDescription=Redis\n[Service]\nExecStart=/usr/bin/redis-server ${primary.configFile}\nRestart=always\nRestartSec=0\n`;
    return {
      targets: [`redis://127.0.0.1:${primary.port}`],
      project: projectFolder(world, { 'deploy/redis.service': unit }),
      expect: { root: 'replication/empty-primary-risk', says: ['redis.service', `127.0.0.1:${primary.port}`], never: ['persistence/writes-blocked'] },
      heal: () => primary.call('CONFIG', 'SET', 'appendonly', 'yes'),
    };
  },
});
