import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the default user is off and the application logs in as its own',
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, {
      config: { user: ['default off', `admin on >${admin} ~* &* +@all`, `app on >${password} ~* &* +@all -@dangerous +info +config|get`] },
      login: { username: 'admin', password: admin },
    });
    return { targets: [`redis://app:${password}@127.0.0.1:${server.port}/0`], expect: { root: null } };
  },
});
