import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a hash of two hundred thousand fields is read as a whole, again and again',
  arrange: async (world) => {
    const server = await startServer(world);
    const client = await server.client();
    const fields = (from: number) => Array.from({ length: 1000 }, (_, i) => [`sku-${from + i}`, 'x']).flat();
    await client.connection.pipeline(
      Array.from({ length: 200 }, (_, i) => ['HSET', 'catalogue', ...fields(i * 1000)]),
      { timeoutMs: 20_000 },
    );
    await client.call('SLOWLOG', 'RESET');
    await eventually('three were slow', async () => {
      await client.call('HGETALL', 'catalogue');
      return ((await client.call('SLOWLOG', 'GET', '10')) as unknown[][]).filter((entry) => Number(entry[2]) > 10_000).length >= 3;
    });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'latency/slow-command', says: ['HGETALL on catalogue', /\d+ times in five minutes/, 'HSCAN'] },
      heal: async () => {
        await client.call('SLOWLOG', 'RESET');
        await client.call('UNLINK', 'catalogue');
      },
    };
  },
});
