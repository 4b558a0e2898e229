import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a user was switched off, and whoever had logged in as it is still connected',
  arrange: async (world) => {
    const [password, admin] = [world.secret('contractor'), world.secret('admin')];
    const server = await startServer(world, { config: { requirepass: admin, user: `contractor on >${password} ~* &* +@all` }, login: { password: admin } });
    const client = await server.client({ username: 'contractor', password });
    await client.call('SET', 'greeting', 'hello');
    await server.call('ACL', 'SETUSER', 'contractor', 'off');
    return {
      targets: [`redis://:${admin}@127.0.0.1:${server.port}`],
      expect: { root: 'auth/connections-outlive-change', says: ['contractor', 'CLIENT KILL USER contractor'] },
      heal: () => server.call('CLIENT', 'KILL', 'USER', 'contractor'),
    };
  },
});
