import { listenSlowly, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server at the end of a long but working way: 30 ms there and back',
  alone: true,
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const way = await listenSlowly(world, server, 15);
    return { targets: [`redis://:${password}@127.0.0.1:${way.port}`], expect: { root: null } };
  },
});
