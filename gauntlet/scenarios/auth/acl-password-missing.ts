import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'every user has a password, the default user is off, the app logs in as nobody',
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, {
      config: { user: ['default off', `admin on >${admin} ~* &* +@all`, `app on >${password} ~* &* +@all`] },
      login: { username: 'admin', password: admin },
    });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'auth/password-missing' },
      healed: { targets: [`redis://app:${password}@127.0.0.1:${server.port}`] },
    };
  },
});
