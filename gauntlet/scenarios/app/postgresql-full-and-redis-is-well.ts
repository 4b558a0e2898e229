import { connect, type Socket } from 'node:net';
import { startApplication, startPostgresql, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

/** More than the diagnosis and the application's pages ask for at once. */
const places = 20;

export default scenario({
  name: 'PostgreSQL has no place for another connection, and Redis is well',
  needs: ['postgresql'],
  arrange: async (world) => {
    const server = await startServer(world);
    const postgresql = await startPostgresql(world, { config: { max_connections: String(places), superuser_reserved_connections: '0', max_wal_senders: '0' } });
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), DATABASE_PORT: String(postgresql.port) });
    // Version 3.0, user `owner`: each asks for a password, and holds its place as long as it waits.
    const login = Buffer.from('000000140003000075736572006f776e65720000', 'hex');
    const holders = Array.from({ length: places }, () =>
      connect(postgresql.port, '127.0.0.1', function (this: Socket) {
        this.write(login);
      }),
    );
    world.defer(() => {
      for (const holder of holders) holder.destroy();
    });
    await Promise.all(holders.map((holder) => new Promise((resolve, reject) => holder.once('data', resolve).once('error', reject))));
    return {
      env: { REDIS_URL: `redis://127.0.0.1:${server.port}`, DATABASE_URL: `postgresql://shop:${world.secret('database')}@127.0.0.1:${postgresql.port}/shop`, APP_URL: app.url },
      expect: { root: 'app/endpoint-failing', chain: ['app/endpoint-failing'], says: ['database is', `PostgreSQL at 127.0.0.1:${postgresql.port} is full`] },
      heal: async () => {
        for (const holder of holders) holder.destroy();
        await postgresql.stop();
        await postgresql.start();
      },
    };
  },
});
