import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server wants a password, the app sends none',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'auth/password-missing', says: [`127.0.0.1:${server.port}`], never: ['auth/password-wrong'] },
      healed: { env: { REDIS_PASSWORD: password } },
    };
  },
});
