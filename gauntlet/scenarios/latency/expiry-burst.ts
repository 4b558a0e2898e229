import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'three hundred thousand keys expire in the same moment',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'latency-monitor-threshold': '10' } });
    const client = await server.client();
    const at = String(Date.now() + 4000);
    for (let from = 0; from < 300_000; from += 10_000)
      await client.connection.pipeline(
        Array.from({ length: 10_000 }, (_, i) => ['SET', `page:${from + i}`, 'x', 'PXAT', at]),
        { timeoutMs: 20_000 },
      );
    await eventually('an expire cycle was long', async () => String(await client.call('LATENCY', 'LATEST')).includes('expire-cycle'));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'latency/expiry-burst', says: [/\d+ (a second|ms)/], never: ['latency/slow-command'] },
    };
  },
});
