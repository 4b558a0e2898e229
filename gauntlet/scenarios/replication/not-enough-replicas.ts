import { eventually, linkUp, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the primary demands a replica and the only one is gone',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world, { primary: { config: { 'min-replicas-to-write': '1' } } });
    const [replica] = replicas;
    await replica?.stop('SIGKILL');
    await eventually('writes are refused', async () => String(await primary.call('INFO', 'replication')).includes('connected_slaves:0'));
    return {
      targets: [`redis://127.0.0.1:${primary.port}`],
      expect: { root: 'replication/not-enough-replicas', says: ['NOREPLICAS', `127.0.0.1:${primary.port}`], never: ['memory/full-noeviction', 'persistence/writes-blocked'] },
      heal: async () => {
        await replica?.start();
        if (replica) await linkUp(replica);
      },
    };
  },
});
