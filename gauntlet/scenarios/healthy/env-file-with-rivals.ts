import { freePort, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an env file with an override beside it: what loses by precedence is dead, and does not matter',
  arrange: async (world) => {
    const password = world.secret('pa#ss$word');
    const server = await startServer(world, { config: { requirepass: `"${password}"` }, login: { password } });
    const dead = await freePort();
    return {
      project: projectFolder(world, {
        '.env': `REDIS_URL=redis://old-redis.invalid:6379/0\nREDIS_HOST=127.0.0.1\nREDIS_PORT=${dead}\nCACHE_REDIS_URL="redis://:\${CACHE_PASSWORD:-\${SECRET}}@127.0.0.1:\${CACHE_PORT}/1"\n`,
        '.env.local': `SECRET='${encodeURIComponent(password)}'\nCACHE_PORT=${server.port}\nREDIS_URL=redis://:\${SECRET}@127.0.0.1:${server.port}/0\n`,
      }),
      env: { VALKEY_URL: `valkey://127.0.0.1:${dead}` },
      expect: { root: null, never: ['config/conflicting-sources', 'network/nothing-listening', 'network/name-not-found', 'config/unset-variable'] },
    };
  },
});
