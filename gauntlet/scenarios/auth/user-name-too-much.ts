import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the password is right, but the app sends a user name that the server does not have',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return {
      targets: [`redis://shop:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'auth/user-unknown', says: ['shop'], never: ['auth/password-wrong'] },
      healed: { targets: [`redis://:${password}@127.0.0.1:${server.port}`] },
    };
  },
});
