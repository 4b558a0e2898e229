import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a user that may only PING and INFO; its own refused questions are no fault, then or later',
  arrange: async (world) => {
    const [password, admin] = [world.secret('probe'), world.secret('admin')];
    const server = await startServer(world, { config: { requirepass: admin, user: `probe on >${password} resetchannels ~* -@all +ping +info` }, login: { password: admin } });
    return {
      targets: [`redis://probe:${password}@127.0.0.1:${server.port}`],
      expect: { root: null, never: ['auth/command-denied', 'auth/key-denied'] },
      // The second look sees in ACL LOG what the first one was refused.
      healed: { targets: [`redis://:${admin}@127.0.0.1:${server.port}`] },
    };
  },
});
