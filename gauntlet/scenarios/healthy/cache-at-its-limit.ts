import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cache without persistence at its memory limit, which evicts a little and is hit nearly always',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '10mb', 'maxmemory-policy': 'allkeys-lru', appendonly: 'no' } });
    const client = await server.client();
    for (let i = 0; Number(await client.info('evicted_keys')) < 50; i += 100)
      await client.connection.pipeline(
        Array.from({ length: 100 }, (_, k) => ['SET', `page:${i + k}`, 'x'.repeat(1000), 'EX', '3600']),
        { timeoutMs: 10_000 },
      );
    let next = 1_000_000;
    const traffic = setInterval(() => {
      next += 1;
      const reads = Array.from({ length: 20 }, () => ['GET', `page:${next}`]);
      void client.connection.pipeline([['SET', `page:${next}`, 'x'.repeat(1000), 'EX', '3600'], ...reads], { timeoutMs: 10_000 }).catch(() => undefined);
    }, 50);
    world.defer(() => clearInterval(traffic));
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['persistence/off', 'memory/eviction-churn', 'memory/full-noeviction'] } };
  },
});
