import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app subscribes to a channel that its user may not hear',
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, {
      config: { requirepass: admin, user: `shop on >${password} ~* resetchannels &shop:* +@all -@dangerous +info` },
      login: { password: admin },
    });
    const app = await server.client({ username: 'shop', password });
    await app.quietly('SUBSCRIBE', 'orders:new');
    return {
      targets: [`redis://shop:${password}@127.0.0.1:${server.port}`],
      env: { REDIS_ADMIN_URL: `redis://:${admin}@127.0.0.1:${server.port}` },
      expect: { root: 'auth/channel-denied', says: ['orders:new', 'shop'], never: ['auth/command-denied', 'auth/key-denied'] },
      heal: () => server.call('ACL', 'SETUSER', 'shop', '&orders:*'),
    };
  },
});
