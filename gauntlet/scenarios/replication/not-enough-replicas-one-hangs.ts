import { eventually, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the primary demands a replica that follows closely, and the only one hangs',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world, { primary: { config: { 'min-replicas-to-write': '1', 'min-replicas-max-lag': '1' } } });
    const [replica] = replicas;
    const follows = async (count: number) => String(await primary.call('INFO', 'replication')).includes(`min_slaves_good_slaves:${count}`);
    await eventually('the replica counts', () => follows(1));
    replica?.freeze();
    await eventually('the replica counts as late', () => follows(0));
    return {
      targets: [`redis://127.0.0.1:${primary.port}`],
      expect: {
        root: 'process/unresponsive',
        chain: ['replication/not-enough-replicas', 'process/unresponsive'],
        says: [`127.0.0.1:${replica?.port}`],
        never: ['replication/resync-loop'],
      },
      heal: async () => {
        replica?.thaw();
        await eventually('the replica follows', () => follows(1));
      },
    };
  },
});
