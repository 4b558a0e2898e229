import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app lives in database 3, and its user may not SELECT',
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, {
      config: { requirepass: admin, user: `shop on >${password} ~* &* +@all -@dangerous -select +info` },
      login: { password: admin },
    });
    return {
      targets: [`redis://shop:${password}@127.0.0.1:${server.port}/3`],
      expect: { root: 'auth/command-denied', says: [/select/i, 'shop'], never: ['config/database-out-of-range'] },
      heal: () => server.call('ACL', 'SETUSER', 'shop', '+select'),
    };
  },
});
