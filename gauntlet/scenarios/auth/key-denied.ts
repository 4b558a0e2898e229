import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the app writes keys outside of its user's pattern",
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, {
      config: { requirepass: admin, user: `shop on >${password} ~shop:* &* +@all -@dangerous +info +acl|log` },
      login: { password: admin },
    });
    const app = await server.client({ username: 'shop', password });
    await app.quietly('SET', 'session:4711', 'x');
    return {
      targets: [`redis://shop:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'auth/key-denied', says: ['session:4711', 'shop'], never: ['auth/command-denied'] },
      heal: async () => {
        await server.call('ACL', 'SETUSER', 'shop', '~session:*');
        // The user may read the log and not its own rules: only an empty log says that it is over.
        await server.call('ACL', 'LOG', 'RESET');
      },
    };
  },
});
