import { shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the live Secret holds another password than the server has, which only the server can tell',
  arrange: async (world) => {
    const { kube, call, password } = await shop(world);
    kube.secret('redis-login', { password: world.secret() });
    return { ...call, expect: { root: 'auth/password-wrong', says: ['redis:6379', 'REDIS_PASSWORD'] }, heal: () => kube.secret('redis-login', { password }) };
  },
});
