import { freePort, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a project with leftovers: a dead redis.conf and its log, a template, a comment, an example',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const dead = await freePort();
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}/0`],
      project: projectFolder(world, {
        '.env.example': 'REDIS_URL=redis://:changeme@your-redis-host:6379/0\nCACHE_REDIS_URL=redis://<CACHE_HOST>:6379\n',
        'attic/redis.conf': `port ${dead}\nbind 127.0.0.1\nrequirepass ${'$'}{OLD_PASSWORD}\nmaxmemry 1gb\n`,
        'attic/redis.log': `4711:M 02 Jan 2024 10:00:00.000 # Warning: Could not create server TCP listening socket 127.0.0.1:${dead}: bind: Address already in use\n`,
        'README.md': `Set REDIS_URL, for example redis://localhost:${dead}.\n`,
      }),
      expect: { root: null, never: ['process/not-running', 'config/placeholder-value', 'config/wrong-port', 'config/fatal-directive', 'network/port-taken'] },
    };
  },
});
