import { startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the health page calls Redis up without asking it, and the login is refused',
  arrange: async (world) => {
    const [wrong, password] = [world.secret('wrong'), world.secret('right')];
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), BLIND: '1' });
    return {
      env: { REDIS_URL: `redis://:${wrong}@127.0.0.1:${server.port}`, HEALTH_URL: `${app.url}/health` },
      expect: { root: 'auth/password-wrong', finds: ['app/readiness-blind'], never: ['app/endpoint-failing'] },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', wrong),
    };
  },
});
