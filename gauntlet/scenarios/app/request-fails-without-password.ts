import { projectFolder, startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'every page says 500, because the server wants a password that the env file does not hold',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const redis = { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port) };
    const app = await startApplication(world, redis);
    const files = (url: string, more = '') => projectFolder(world, { '.env': `APP_URL=${url}\nREDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n${more}` });
    return {
      project: files(app.url),
      expect: { root: 'auth/password-missing', chain: ['app/endpoint-failing', 'auth/password-missing'], says: [`${app.url}/health answers 503`] },
      heal: async () => files((await startApplication(world, { ...redis, REDIS_PASSWORD: password })).url, `REDIS_PASSWORD=${password}\n`),
    };
  },
});
