import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the app logs in with its own name and password, the server knows one password alone; with the app's rights nobody can tell which is wrong",
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return {
      targets: [`redis://shop:${world.secret('shop')}@127.0.0.1:${server.port}`],
      expect: { root: 'auth/password-wrong', says: ['shop'], never: ['auth/user-unknown'] },
      healed: { targets: [`redis://default:${password}@127.0.0.1:${server.port}`] },
    };
  },
});
