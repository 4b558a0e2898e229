import { startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cluster of a single node that owns every slot',
  arrange: async (world) => {
    const { target } = await startCluster(world, { primaries: 1 });
    return { targets: [target], expect: { root: null, never: ['cluster/slots-uncovered'] } };
  },
});
