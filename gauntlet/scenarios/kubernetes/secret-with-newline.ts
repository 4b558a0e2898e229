import { shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the live Secret was made with echo: the password ends with a line end',
  arrange: async (world) => {
    const { kube, call, password } = await shop(world);
    kube.secret('redis-login', { password: `${password}\n` });
    return {
      ...call,
      expect: {
        root: 'cloud/secret-invalid',
        chain: ['auth/password-wrong', 'cloud/secret-invalid'],
        says: ['redis-login', 'REDIS_PASSWORD', /kubectl .*edit secret\/redis-login/],
      },
      heal: () => kube.secret('redis-login', { password }),
    };
  },
});
