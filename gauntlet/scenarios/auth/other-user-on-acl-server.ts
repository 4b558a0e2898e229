import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "every right of the server hangs on users, and the app's is not among them",
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, {
      config: { user: ['default off', `admin on >${admin} ~* &* +@all`, `app on >${password} ~* &* +@all`] },
      login: { username: 'admin', password: admin },
    });
    return {
      targets: [`redis://shop:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'auth/password-wrong', says: ['shop'] },
      healed: { targets: [`redis://app:${password}@127.0.0.1:${server.port}`] },
    };
  },
});
