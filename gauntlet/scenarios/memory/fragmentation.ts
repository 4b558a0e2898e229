import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'nine of ten keys were deleted and the process still holds the memory of all',
  alone: true,
  arrange: async (world) => {
    const server = await startServer(world);
    const client = await server.client();
    await client.call('DEBUG', 'POPULATE', '300000', 'row', '500');
    for (let from = 0; from < 300_000; from += 1000) {
      const gone = Array.from({ length: 1000 }, (_, i) => from + i).filter((i) => i % 10 !== 0);
      await client.call('DEL', ...gone.map((i) => `row:${i}`));
    }
    // The server takes its resident size ten times a second at most.
    await eventually('the figures show it', async () => Number(await client.info('used_memory')) < 60_000_000 && Number(await client.info('used_memory_rss')) > 180_000_000);
    await client.call('SLOWLOG', 'RESET');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/fragmentation', says: [/ratio \d/], never: ['memory/no-limit'] },
      heal: () => client.call('FLUSHALL', 'ASYNC'),
    };
  },
});
