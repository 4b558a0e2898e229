import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a database for the app and a cache of its own, declared side by side',
  arrange: async (world) => {
    const password = world.secret();
    const main = await startServer(world, { config: { requirepass: password, appendonly: 'yes' }, login: { password } });
    const cache = await startServer(world, { config: { maxmemory: '50mb', 'maxmemory-policy': 'allkeys-lfu' } });
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${main.port}/0`, CACHE_REDIS_URL: `redis://127.0.0.1:${cache.port}/0` },
      expect: { root: null },
    };
  },
});
