import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

const failures = [
  'ERROR app.cache: connect ECONNREFUSED 10.89.0.2:6379',
  'CRITICAL app.startup: startup failed: redis readiness timeout after 60s',
  'redis.exceptions.ConnectionError: No connection available.',
]
  .map((line) => `echo '${line}'`)
  .join('; ');

export default scenario({
  name: 'the log of the running application tells of failures before its last start, and of some that are over',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', 'shop');
    await engine.serve('shop-cache-1', { options: { publish: null, network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    const url = `redis://:${engine.password}@cache:6379/0`;
    await engine.podman('tag', engine.image, 'shop:1');
    // Its first run fails for good. Its second one fails once more, and then starts.
    const script = `${failures}; if test -e /tmp/again; then echo 'INFO app.main: application startup complete'; exec sleep infinity; fi; : > /tmp/again; exit 3`;
    const options = ['--network=shop', '--label=com.docker.compose.service=app', `--env=REDIS_URL=${url}`, '--entrypoint=sh'];
    await engine.run('shop-app-1', options, ['-c', script], 'shop:1');
    await engine.becomes('shop-app-1', 'exited');
    await engine.podman('start', 'shop-app-1');
    await engine.becomes('shop-app-1', 'running');
    return {
      ...engine.seen,
      project: projectFolder(world, {
        'docker-compose.yml': `services:
  app:
    image: shop:1
    environment:
      REDIS_URL: ${url}
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${engine.password}
`,
      }),
      expect: { root: null, never: ['app/endpoint-failing', 'app/readiness-timeout', 'app/pool-exhausted'] },
    };
  },
});
