import { eventually, linkUp, projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the primary of a replica that is read from is gone',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world);
    const [replica] = replicas;
    await primary.stop('SIGKILL');
    await eventually('the link is down', async () => String(await replica?.call('INFO', 'replication')).includes('master_link_status:down'));
    return {
      project: projectFolder(world),
      env: { REDIS_READ_URL: `redis://127.0.0.1:${replica?.port}/0` },
      expect: { root: 'replication/link-down', says: [`127.0.0.1:${primary.port}`, `127.0.0.1:${replica?.port}`], never: ['replication/write-to-replica', 'process/not-running'] },
      heal: async () => {
        await primary.start();
        for (const each of replicas) await linkUp(each);
      },
    };
  },
});
