import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an unescaped # in the password cuts the URL short',
  arrange: async (world) => {
    const [left, right] = [world.secret('left'), world.secret('right')];
    const password = `${left}#${right}`;
    const server = await startServer(world, { config: { requirepass: `"${password}"` }, login: { password } });
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}/0`],
      expect: { root: 'config/invalid-url', says: [/%23|reserved|percent/i] },
      healed: { targets: [`redis://:${encodeURIComponent(password)}@127.0.0.1:${server.port}/0`] },
    };
  },
});
