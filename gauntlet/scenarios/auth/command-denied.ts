import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app uses a command that its user may not use',
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, {
      config: { requirepass: admin, user: `shop on >${password} ~* &* +@all -@dangerous -@scripting +info` },
      login: { password: admin },
    });
    const app = await server.client({ username: 'shop', password });
    await app.quietly('EVAL', 'return redis.call("incr", KEYS[1])', '1', 'cart:7');
    return {
      targets: [`redis://shop:${password}@127.0.0.1:${server.port}`],
      env: { REDIS_ADMIN_URL: `redis://:${admin}@127.0.0.1:${server.port}` },
      expect: { root: 'auth/command-denied', says: [/eval/i, 'shop'], never: ['auth/key-denied'] },
      heal: () => server.call('ACL', 'SETUSER', 'shop', '+@scripting'),
    };
  },
});
