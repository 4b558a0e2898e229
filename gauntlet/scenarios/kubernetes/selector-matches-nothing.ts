import { shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the Service selects labels that no pod has',
  arrange: async (world) => {
    const { kube, call } = await shop(world);
    kube.service('redis', { app: 'redis-cache' });
    return {
      ...call,
      expect: { root: 'container/reference-undeclared', says: ['app=redis-cache', 'app=redis', /kubectl .*edit service\/redis/] },
      heal: () => kube.service('redis', { app: 'redis' }),
    };
  },
});
