import { freePort, startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the health page says 503 because of PostgreSQL, and Redis is well',
  arrange: async (world) => {
    const password = world.secret('database');
    const server = await startServer(world);
    const redis = { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port) };
    const app = await startApplication(world, { ...redis, DATABASE_DOWN: '1' });
    const database = await freePort();
    const url = `redis://127.0.0.1:${server.port}`;
    return {
      env: { REDIS_URL: url, APP_URL: app.url, DATABASE_URL: `postgresql://shop:${password}@127.0.0.1:${database}/shop` },
      expect: { root: 'app/endpoint-failing', chain: ['app/endpoint-failing'], says: ['database is', `PostgreSQL at 127.0.0.1:${database} is refused`] },
      healed: { env: { REDIS_URL: url, APP_URL: (await startApplication(world, redis)).url } },
    };
  },
});
