import { listenSlowly, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the way to the server takes 150 ms there and back, the server itself is quick',
  alone: true,
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const way = await listenSlowly(world, server, 75);
    return {
      targets: [`redis://:${password}@127.0.0.1:${way.port}`],
      expect: { root: null, finds: ['network/slow-path'], never: ['latency/slow-command', 'process/unresponsive'] },
    };
  },
});
