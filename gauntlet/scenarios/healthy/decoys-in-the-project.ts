import { freePort, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a project with leftovers: a dead redis.conf, a template, a comment, an example',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const dead = await freePort();
    return {
      project: projectFolder(world, {
        '.env': `# REDIS_URL=redis://:old@127.0.0.1:${dead}/0\nREDIS_URL=redis://:${password}@127.0.0.1:${server.port}/0\n`,
        '.env.example': 'REDIS_URL=redis://:changeme@your-redis-host:6379/0\nCACHE_REDIS_URL=redis://<CACHE_HOST>:6379\n',
        'attic/redis.conf': `port ${dead}\nbind 127.0.0.1\nrequirepass old-one\n`,
        'README.md': `Set REDIS_URL, for example redis://localhost:${dead}.\n`,
      }),
      expect: { root: null, never: ['process/not-running', 'config/placeholder-value', 'config/wrong-port', 'network/nothing-listening'] },
    };
  },
});
