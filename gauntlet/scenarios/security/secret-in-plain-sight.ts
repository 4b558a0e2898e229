import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the server's password stands in its argument list, where every user of the machine reads it",
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { args: ['--requirepass', password, '--set-proc-title', 'no'], login: { password } });
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      expect: { root: null, finds: ['security/secret-in-plain-sight'], never: ['security/weak-password'] },
    };
  },
});
