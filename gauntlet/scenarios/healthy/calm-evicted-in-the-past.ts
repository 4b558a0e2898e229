import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cache that evicted and missed much in the past and is at rest now',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '10mb', 'maxmemory-policy': 'allkeys-lfu' } });
    const client = await server.client();
    for (let from = 0; from < 40_000; from += 1000)
      await client.connection.pipeline(
        Array.from({ length: 1000 }, (_, i) => ['SET', `page:${from + i}`, 'x'.repeat(500)]),
        { timeoutMs: 10_000 },
      );
    await client.connection.pipeline(
      Array.from({ length: 2000 }, (_, i) => ['GET', `page:${i}`]),
      { timeoutMs: 10_000 },
    );
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['memory/eviction-churn', 'memory/full-noeviction'] } };
  },
});
