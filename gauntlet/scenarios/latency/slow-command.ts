import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a report asks for all keys of a million',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'POPULATE', '1000000', 'order', '8');
    const culprit = await server.client();
    await culprit.call('CLIENT', 'SETNAME', 'nightly-report');
    await eventually('it takes long', async () => {
      await culprit.call('KEYS', '*7777*');
      return Number(((await culprit.call('SLOWLOG', 'GET', '1')) as unknown[][])[0]?.[2]) > 100_000;
    });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'latency/slow-command', says: ['KEYS', 'nightly-report', /for \d{3,} ms/, 'SCAN'] },
      heal: () => culprit.call('SLOWLOG', 'RESET'),
    };
  },
});
