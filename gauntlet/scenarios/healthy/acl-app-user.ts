import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "an application's user that reads and writes its own keys and may neither PING nor INFO",
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, { config: { requirepass: admin, user: `app on >${password} resetchannels ~app:* -@all +@read +@write` }, login: { password: admin } });
    const app = await server.client({ username: 'app', password });
    await app.call('SET', 'app:greeting', 'hello');
    return {
      targets: [`redis://app:${password}@127.0.0.1:${server.port}`],
      expect: { root: null, never: ['auth/command-denied', 'auth/key-denied', 'auth/channel-denied'] },
    };
  },
});
