import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application sorts a set of half a million members',
  arrange: async (world) => {
    const server = await startServer(world);
    const client = await server.client();
    const members = (from: number) => Array.from({ length: 1000 }, (_, i) => String(from + i));
    await client.connection.pipeline(
      Array.from({ length: 300 }, (_, i) => ['SADD', 'visitors', ...members(i * 1000)]),
      { timeoutMs: 20_000 },
    );
    await client.call('SLOWLOG', 'RESET');
    await eventually('it takes long', async () => {
      await client.call('SORT', 'visitors', 'LIMIT', '0', '10', 'DESC', 'ALPHA');
      return Number(((await client.call('SLOWLOG', 'GET', '1')) as unknown[][])[0]?.[2]) > 100_000;
    });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'latency/slow-command', says: ['SORT on visitors', /for \d{3,} ms/] },
      heal: () => client.call('SLOWLOG', 'RESET'),
    };
  },
});
