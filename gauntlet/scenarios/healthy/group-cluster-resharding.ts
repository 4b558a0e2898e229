import { startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cluster in which a slot is being moved from one primary to another',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world);
    const [from, to] = nodes;
    const [source, destination] = [String(await from?.call('CLUSTER', 'MYID')), String(await to?.call('CLUSTER', 'MYID'))];
    await to?.call('CLUSTER', 'SETSLOT', '100', 'IMPORTING', source);
    await from?.call('CLUSTER', 'SETSLOT', '100', 'MIGRATING', destination);
    return { targets: [target], expect: { root: null, never: ['cluster/slots-uncovered', 'cluster/client-not-cluster-aware', 'cluster/cross-slot'] } };
  },
});
