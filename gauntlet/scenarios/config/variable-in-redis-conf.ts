import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'redis.conf says requirepass ${REDIS_PASSWORD}, which the server takes to the letter',
  arrange: async (world) => {
    const password = world.secret();
    const literal = '${REDIS_PASSWORD}';
    const server = await startServer(world, { config: { requirepass: literal }, login: { password: literal } });
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: 'config/interpolation-not-expanded', chain: ['auth/password-wrong', 'config/interpolation-not-expanded'], says: ['redis.conf', 'requirepass'] },
      heal: () => server.rewritten({ requirepass: password }),
    };
  },
});
