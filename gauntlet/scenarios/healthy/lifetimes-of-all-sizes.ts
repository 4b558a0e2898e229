import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'keys that live from a second to a year, evenly spread',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '100mb', 'maxmemory-policy': 'volatile-ttl' } });
    const client = await server.client();
    for (let round = 0; round < 20; round += 1)
      await client.connection.pipeline(
        Array.from({ length: 200 }, (_, k) => ['SET', `session:${round}:${k}`, 'x'.repeat(50), 'PX', String(1000 + Math.round(1000 * 1.0042 ** (round * 200 + k)))]),
        { timeoutMs: 10_000 },
      );
    client.close();
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['latency/expiry-burst', 'memory/full-noeviction', 'memory/keys-without-expiry'] } };
  },
});
