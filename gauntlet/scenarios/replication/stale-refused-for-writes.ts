import { eventually, projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the only server that is left is a replica that may not serve old data',
  arrange: async (world) => {
    const password = world.secret();
    const config = { requirepass: password, masterauth: password, 'replica-serve-stale-data': 'no' };
    const { primary, replicas } = await startReplicated(world, { primary: { config, login: { password } }, replica: { config, login: { password } } });
    const [replica] = replicas;
    await primary.stop('SIGKILL');
    await eventually('the link is down', async () => String(await replica?.call('INFO', 'replication')).includes('master_link_status:down'));
    return {
      project: projectFolder(world),
      targets: [`redis://:${password}@127.0.0.1:${replica?.port}/0`],
      expect: { root: 'replication/stale-refused', says: ['MASTERDOWN', `127.0.0.1:${primary.port}`], never: ['replication/write-to-replica'] },
      heal: () => replica?.call('REPLICAOF', 'NO', 'ONE'),
    };
  },
});
