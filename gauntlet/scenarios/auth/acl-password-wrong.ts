import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the user is right, its password is not; an administrator's login shows that the user exists and is on",
  arrange: async (world) => {
    const [password, wrong, admin] = [world.secret('app'), world.secret('wrong'), world.secret('admin')];
    const server = await startServer(world, {
      config: { user: ['default off', `admin on >${admin} ~* &* +@all`, `app on >${password} ~* &* +@all`] },
      login: { username: 'admin', password: admin },
    });
    return {
      targets: [`redis://app:${wrong}@127.0.0.1:${server.port}`],
      env: { REDIS_ADMIN_URL: `redis://admin:${admin}@127.0.0.1:${server.port}` },
      expect: { root: 'auth/password-wrong', says: ['app'], never: ['auth/user-unknown', 'auth/user-disabled'] },
      healed: { targets: [`redis://app:${password}@127.0.0.1:${server.port}`] },
    };
  },
});
