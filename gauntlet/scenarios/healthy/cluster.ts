import { startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cluster of three primaries with a replica each',
  arrange: async (world) => {
    const { target } = await startCluster(world, { replicas: 1 });
    return { targets: [target], expect: { root: null, never: ['cluster/client-not-cluster-aware'] } };
  },
});
