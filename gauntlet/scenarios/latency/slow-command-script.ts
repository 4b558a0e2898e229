import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a Lua script walks on for a fifth of a second',
  arrange: async (world) => {
    const server = await startServer(world);
    const client = await server.client();
    await eventually('it takes long', async () => {
      await client.call('EVAL', 'local n = 0 for i = 1, 30000000 do n = n + i end return n', '1', 'totals');
      return Number(((await client.call('SLOWLOG', 'GET', '1')) as unknown[][])[0]?.[2]) > 100_000;
    });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'latency/slow-command', says: ['EVAL', /for \d{3,} ms/, 'bounded work'], never: ['process/busy-script'] },
      heal: () => client.call('SLOWLOG', 'RESET'),
    };
  },
});
