import { Client, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'somebody tries passwords on a server that works for the application',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const guesser = await Client.open({ port: server.port });
    for (const guess of ['admin', 'letmein', 'root', 'redis', '123456', 'secret']) await guesser.quietly('AUTH', 'admin', guess);
    guesser.close();
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      expect: { root: null, finds: ['security/denied-attempts'], never: ['auth/password-wrong', 'auth/user-unknown'] },
      heal: () => server.call('ACL', 'LOG', 'RESET'),
    };
  },
});
