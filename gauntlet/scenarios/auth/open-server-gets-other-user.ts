import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app logs in with a name of its own at a server that has neither users nor a password',
  arrange: async (world) => {
    const server = await startServer(world);
    return {
      targets: [`redis://shop:${world.secret()}@127.0.0.1:${server.port}`],
      expect: { root: 'auth/server-has-no-password', says: ['shop'] },
      healed: { targets: [`redis://127.0.0.1:${server.port}`] },
    };
  },
});
