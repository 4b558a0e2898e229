import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'two servers for two uses, each with data of its own: no replication is meant',
  arrange: async (world) => {
    const password = world.secret();
    const cache = await startServer(world, { config: { requirepass: password, maxmemory: '50mb', 'maxmemory-policy': 'allkeys-lru' }, login: { password } });
    const queue = await startServer(world, { config: { requirepass: password, appendonly: 'yes' }, login: { password } });
    await cache.call('SET', 'page:1', 'x');
    await queue.call('LPUSH', 'jobs', 'one');
    return {
      project: projectFolder(world),
      env: { CACHE_REDIS_URL: `redis://:${password}@127.0.0.1:${cache.port}`, QUEUE_REDIS_URL: `redis://:${password}@127.0.0.1:${queue.port}` },
      expect: { root: null, never: ['replication/never-configured', 'replication/split-brain', 'config/conflicting-sources'] },
    };
  },
});
