import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a few hundred keys expire each second, spread evenly',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'latency-monitor-threshold': '50' } });
    const client = await server.client();
    for (let from = 0; from < 6000; from += 1000)
      await client.connection.pipeline(
        Array.from({ length: 1000 }, (_, i) => ['SET', `session:${from + i}`, 'x', 'PX', String(500 + 3 * (from + i))]),
        { timeoutMs: 10_000 },
      );
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['latency/expiry-burst'] } };
  },
});
