import { startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'web sockets are closed with 1011, because the password was changed on the server alone',
  arrange: async (world) => {
    const [old, password] = [world.secret('old'), world.secret('new')];
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD: old });
    return {
      env: { REDIS_URL: `redis://:${old}@127.0.0.1:${server.port}`, APP_URL: `${app.url.replace('http', 'ws')}/ws` },
      expect: { root: 'auth/password-wrong', chain: ['app/endpoint-failing', 'auth/password-wrong'], says: ['1011', 'internal error'] },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', old),
    };
  },
});
