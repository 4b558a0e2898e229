import { startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cluster has database 0 alone, the app wants 3',
  arrange: async (world) => {
    const { target } = await startCluster(world);
    return {
      targets: [`${target}/3`],
      expect: { root: 'config/database-out-of-range', says: ['3'], never: ['cluster/client-not-cluster-aware'] },
      healed: { targets: [target] },
    };
  },
});
