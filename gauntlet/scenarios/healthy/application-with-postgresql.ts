import { startApplication, startPostgresql, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an application with a PostgreSQL and a Redis, both with passwords of their own, and both well',
  needs: ['postgresql'],
  arrange: async (world) => {
    const [password, database] = [world.secret('redis'), world.secret('database')];
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const postgresql = await startPostgresql(world);
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD: password, DATABASE_PORT: String(postgresql.port) });
    return {
      env: {
        REDIS_URL: `redis://:${password}@127.0.0.1:${server.port}`,
        DATABASE_URL: `postgresql://shop:${database}@127.0.0.1:${postgresql.port}/shop`,
        APP_URL: app.url,
      },
      expect: { root: null },
    };
  },
});
