import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'one hash of a hundred thousand fields among much other data',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '500mb' } });
    const client = await server.client();
    await client.call('DEBUG', 'POPULATE', '100000', 'order', '500');
    const fields = (from: number) => Array.from({ length: 500 }, (_, i) => [`sku-${from + i}`, 'in stock']).flat();
    for (let from = 0; from < 100_000; from += 500) await client.call('HSET', 'catalogue', ...fields(from));
    await client.call('SLOWLOG', 'RESET');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['memory/big-key', 'latency/slow-command'] } };
  },
});
