import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the append-only file is being rewritten while we look and clients write',
  arrange: async (world) => {
    const server = await startServer(world, { config: { appendonly: 'yes', 'rdb-key-save-delay': '1000' } });
    const client = await server.client();
    await client.call('DEBUG', 'POPULATE', '50000', 'order', '100');
    await client.call('BGREWRITEAOF');
    let next = 0;
    const traffic = setInterval(() => {
      next += 1;
      void client.call('SET', `order:${next}`, 'paid').catch(() => undefined);
    }, 5);
    world.defer(() => clearInterval(traffic));
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['persistence/log-corrupt', 'persistence/log-truncated', 'latency/disk-sync'] } };
  },
});
