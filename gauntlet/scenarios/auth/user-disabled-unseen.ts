import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the ACL user is off, and nobody here may look',
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, { config: { requirepass: admin, user: `shop off >${password} ~* &* +@all` }, login: { password: admin } });
    return {
      targets: [`redis://shop:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'auth/password-wrong', never: ['auth/user-disabled', 'auth/user-unknown'] },
      heal: () => server.call('ACL', 'SETUSER', 'shop', 'on'),
    };
  },
});
