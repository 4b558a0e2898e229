import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a stopped server that wants a password',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    server.freeze();
    return {
      env: { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD: password },
      expect: { root: 'process/unresponsive', says: [`kill -CONT ${server.pid}`], never: ['auth/password-wrong', 'network/not-redis'] },
      heal: () => server.thaw(),
    };
  },
});
