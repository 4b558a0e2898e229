import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app sends another password than the server has',
  arrange: async (world) => {
    const password = world.secret('right');
    const wrong = world.secret('wrong');
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return {
      targets: [`redis://:${wrong}@127.0.0.1:${server.port}/0`],
      expect: { root: 'auth/password-wrong', says: [`127.0.0.1:${server.port}`] },
      healed: { targets: [`redis://:${password}@127.0.0.1:${server.port}/0`] },
    };
  },
});
