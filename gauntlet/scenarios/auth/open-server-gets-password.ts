import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app sends a password, the server has none',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world);
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'auth/server-has-no-password', says: [`127.0.0.1:${server.port}`], never: ['auth/password-wrong'] },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', password),
    };
  },
});
