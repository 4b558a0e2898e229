import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'memory is nine tenths full and nothing may be evicted',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '20mb' } });
    await server.call('DEBUG', 'POPULATE', '160', 'order', '100000');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: 'memory/near-limit', says: [/\d\d %/, '20 MiB'], never: ['memory/full-noeviction'] } };
  },
});
