import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the password is the one of every tutorial',
  arrange: async (world) => {
    const server = await startServer(world, { config: { requirepass: 'foobared' }, login: { password: 'foobared' } });
    const better = world.secret();
    return {
      targets: [`redis://:foobared@127.0.0.1:${server.port}/0`],
      expect: { root: 'security/weak-password', says: [`127.0.0.1:${server.port}`, /default|common|short/], never: ['auth/password-wrong', 'config/placeholder-value'] },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', better),
      healed: { targets: [`redis://:${better}@127.0.0.1:${server.port}/0`] },
    };
  },
});
