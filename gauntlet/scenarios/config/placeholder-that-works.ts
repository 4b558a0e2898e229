import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'both sides still use the password of the template: it works, and anybody can guess it',
  arrange: async (world) => {
    const server = await startServer(world, { config: { requirepass: 'changeme' }, login: { password: 'changeme' } });
    const password = world.secret();
    return {
      targets: [`redis://:changeme@127.0.0.1:${server.port}`],
      expect: { root: 'security/weak-password', never: ['config/placeholder-value'] },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', password),
      healed: { targets: [`redis://:${password}@127.0.0.1:${server.port}`] },
    };
  },
});
