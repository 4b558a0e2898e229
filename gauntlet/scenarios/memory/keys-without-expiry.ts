import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'cache entries are written without an expiry and may not be evicted',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '100mb', 'maxmemory-policy': 'noeviction' } });
    await server.call('DEBUG', 'POPULATE', '3000', 'cache:page', '100');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/keys-without-expiry', says: ['cache:', 'noeviction'] },
      heal: () => server.call('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru'),
    };
  },
});
