import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the session store shares its server with a cache, which may evict anything',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '100mb', 'maxmemory-policy': 'allkeys-random' } });
    const url = `redis://127.0.0.1:${server.port}/0`;
    await server.call('SET', 'greeting', 'hello');
    return {
      env: { SESSION_REDIS_URL: url },
      expect: { root: 'memory/policy-misfit', says: ['allkeys-random', 'session'] },
      heal: () => server.call('CONFIG', 'SET', 'maxmemory-policy', 'volatile-lru'),
    };
  },
});
