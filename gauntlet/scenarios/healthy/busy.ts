import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a busy server: twenty clients that ask as fast as they are answered',
  alone: true,
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '200mb' } });
    world.spawn('redis-benchmark', ['-p', String(server.port), '-c', '20', '-n', '100000000', '-r', '10000', '-t', 'get,set', '-q']);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['process/unresponsive'] } };
  },
});
