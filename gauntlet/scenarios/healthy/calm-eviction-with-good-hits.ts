import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a full cache that evicts two hundred keys a second and still answers nearly every read',
  alone: true,
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '20mb', 'maxmemory-policy': 'allkeys-lru' } });
    const client = await server.client();
    const page = (i: number) => ['SET', `page:${i}`, 'x'.repeat(500), 'EX', '3600'];
    let next = 0;
    await eventually('it is full', async () => {
      for (let i = 0; i < 500; i += 1, next += 1) void client.call(...page(next));
      return Number(await client.info('evicted_keys')) > 500;
    });
    const traffic = setInterval(() => {
      const reads = Array.from({ length: 150 }, (_, i) => ['GET', `page:${next - 1 - (i % 140)}`]);
      const writes = Array.from({ length: 10 }, (_, i) => page(next + i));
      next += 10;
      void client.connection.pipeline([...writes, ...reads], { timeoutMs: 10_000 }).catch(() => undefined);
    }, 50);
    world.defer(() => clearInterval(traffic));
    await eventually('it is read', async () => Number(await client.info('keyspace_hits')) > 1000);
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['memory/eviction-churn', 'memory/full-noeviction', 'latency/slow-command'] } };
  },
});
