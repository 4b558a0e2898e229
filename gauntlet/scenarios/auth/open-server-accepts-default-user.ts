import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app logs in as `default` with a password; the open server says OK to any, and knows none',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world);
    return {
      targets: [`redis://default:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'auth/server-has-no-password' },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', password),
    };
  },
});
