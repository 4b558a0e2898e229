import { startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the health page says 503, because the application sends a password and its Redis has none',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world);
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD: password });
    return {
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${server.port}`, HEALTHCHECK_URL: `${app.url}/health` },
      expect: { root: 'auth/server-has-no-password', chain: ['app/endpoint-failing', 'auth/server-has-no-password'], says: ['answers 503', 'redis is'] },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', password),
    };
  },
});
