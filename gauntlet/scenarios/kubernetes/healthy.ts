import { shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'all is well in the cluster, of which no file tells',
  arrange: async (world) => {
    const { call } = await shop(world);
    return { ...call, expect: { root: null, never: ['network/slow-path', 'config/change-not-applied', 'network/bound-to-loopback'] } };
  },
});
