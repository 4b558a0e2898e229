import { eventually, startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cluster in which a replica has just taken over as planned',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world, { replicas: 1 });
    const replica = await nodes[3]?.client();
    const hasTakenOver = async () => String(await replica?.call('ROLE')).startsWith('master');
    // A young cluster may refuse the first attempt: its nodes still agree on their epochs.
    const takeOver = async () => (await hasTakenOver()) || !(await replica?.quietly('CLUSTER', 'FAILOVER'));
    await eventually('the replica took over', takeOver, { everyMs: 2000 });
    replica?.close();
    return { targets: [target], expect: { root: null, never: ['cluster/slots-uncovered', 'cluster/node-failed', 'replication/split-brain', 'replication/write-to-replica'] } };
  },
});
