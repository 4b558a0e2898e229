import { startApplication, startPostgresql, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application needs PostgreSQL and Redis, PostgreSQL was stopped, and Redis is well',
  needs: ['postgresql'],
  arrange: async (world) => {
    const [password, database] = [world.secret('redis'), world.secret('database')];
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const postgresql = await startPostgresql(world);
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD: password, DATABASE_PORT: String(postgresql.port) });
    await postgresql.stop();
    return {
      env: {
        REDIS_URL: `redis://:${password}@127.0.0.1:${server.port}`,
        DATABASE_URL: `postgresql://shop:${database}@127.0.0.1:${postgresql.port}/shop`,
        APP_URL: app.url,
      },
      expect: {
        root: 'app/endpoint-failing',
        chain: ['app/endpoint-failing'],
        says: ['database is', `PostgreSQL at 127.0.0.1:${postgresql.port} is refused`],
        never: ['network/nothing-listening', 'auth/password-wrong', 'process/unresponsive'],
      },
      heal: () => postgresql.start(),
    };
  },
});
