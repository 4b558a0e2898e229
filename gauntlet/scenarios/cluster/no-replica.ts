import { startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cluster of three primaries without replicas',
  arrange: async (world) => {
    const { target } = await startCluster(world);
    return { targets: [target], expect: { root: null, finds: ['cluster/no-replica'], never: ['cluster/node-failed', 'cluster/slots-uncovered'] } };
  },
});
