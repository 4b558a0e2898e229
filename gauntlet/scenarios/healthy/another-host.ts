import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server with a password on another host of a private network',
  needs: ['namespaces'],
  arrange: async (world) => {
    const password = world.secret();
    const there = namespace(world);
    const server = await startServer(world, {
      through: there.exec,
      host: there.inside,
      config: { bind: `127.0.0.1 ${there.inside}`, requirepass: password },
      login: { password },
    });
    return { targets: [`redis://:${password}@${there.inside}:${server.port}`], expect: { root: null } };
  },
});
