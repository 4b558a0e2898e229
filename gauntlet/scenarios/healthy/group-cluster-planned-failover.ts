import { eventually, startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cluster in which a replica has just taken over as planned',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world, { replicas: 1 });
    await nodes[3]?.call('CLUSTER', 'FAILOVER');
    await eventually('the replica took over', async () => String(await nodes[3]?.call('ROLE')).startsWith('master'));
    return { targets: [target], expect: { root: null, never: ['cluster/slots-uncovered', 'cluster/node-failed', 'replication/split-brain', 'replication/write-to-replica'] } };
  },
});
