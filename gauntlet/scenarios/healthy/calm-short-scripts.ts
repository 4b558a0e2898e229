import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'short scripts and functions run all the time',
  arrange: async (world) => {
    const server = await startServer(world);
    const client = await server.client();
    await client.call('FUNCTION', 'LOAD', "#!lua name=stock\nredis.register_function('take', function(keys) return redis.call('DECR', keys[1]) end)");
    const traffic = setInterval(() => {
      void client.call('EVAL', "return redis.call('INCR', KEYS[1])", '1', 'visits').catch(() => undefined);
      void client.call('FCALL', 'take', '1', 'left').catch(() => undefined);
    }, 5);
    world.defer(() => clearInterval(traffic));
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['process/busy-script', 'latency/slow-command'] } };
  },
});
