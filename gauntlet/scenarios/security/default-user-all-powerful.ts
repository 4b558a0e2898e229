import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application uses the default user, who may do everything, on another host',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const password = world.secret();
    const server = await startServer(world, { through: there.exec, host: there.inside, config: { bind: there.inside, requirepass: password }, login: { password } });
    return {
      targets: [`redis://:${password}@${there.inside}:${server.port}`],
      expect: { root: null, finds: ['security/default-user-all-powerful'], never: ['security/open-to-the-world'] },
    };
  },
});
