import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server hides its arguments, and the shell that started it still shows the password',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { through: ['sh', '-c', `setpriv --pdeathsig KILL "$@" --requirepass ${password}; exit`, 'start'], login: { password } });
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      expect: { root: null, finds: ['security/secret-in-plain-sight'], never: ['security/weak-password'] },
    };
  },
});
