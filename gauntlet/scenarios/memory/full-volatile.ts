import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'memory is full, the policy evicts only keys with an expiry, and none has one',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '3mb', 'maxmemory-policy': 'volatile-lru' } });
    const client = await server.client();
    await eventually('it is full', async () => (await client.refusal('APPEND', 'cart:1', 'x'.repeat(20_000)))?.startsWith('OOM'), { everyMs: 0 });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/full-noeviction', says: ['volatile-lru', /3(\.0)? MiB/], never: ['memory/eviction-churn'] },
      heal: () => client.call('DEL', 'cart:1'),
    };
  },
});
