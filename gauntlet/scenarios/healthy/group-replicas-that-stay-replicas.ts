import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'beside the replica to promote there is one for backups: priority 0, and not announced to Sentinel',
  arrange: async (world) => {
    let count = 0;
    // The second one is hidden from Sentinel; it follows all the same.
    const replica = () => ({ config: count++ === 0 ? {} : { 'replica-announced': 'no', 'replica-priority': '0' } });
    const group = await startSentinels(world, { replicas: 2, replica });
    return { targets: [group.target()], expect: { root: null, never: ['sentinel/no-replica-to-promote', 'sentinel/stale-topology', 'replication/never-configured'] } };
  },
});
