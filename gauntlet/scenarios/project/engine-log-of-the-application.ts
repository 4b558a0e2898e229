import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

/** What the application writes as its cache goes away, with its secret in it. */
const says = (url: string) =>
  [
    'INFO app.main: started',
    'ERROR app.cache: Error -2 connecting to cache:6379. Name or service not known.',
    'Traceback (most recent call last):',
    '  File "/srv/app/cache.py", line 42, in fetch',
    `redis.exceptions.ConnectionError: Error -2 connecting to cache:6379 (${url}). Name or service not known.`,
  ]
    .map((line) => `echo '${line}'`)
    .join('; ');

export default scenario({
  name: 'the cache was stopped, and the log of the running application tells what its users see',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', 'shop');
    await engine.serve('shop-cache-1', { options: { publish: null, network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    const url = `redis://:${engine.password}@cache:6379/0`;
    await engine.podman('tag', engine.image, 'shop:1');
    const options = ['--network=shop', '--label=com.docker.compose.service=app', `--env=REDIS_URL=${url}`, '--entrypoint=sh'];
    await engine.run('shop-app-1', options, ['-c', `${says(url)}; exec sleep infinity`], 'shop:1');
    await engine.podman('stop', '--time', '0', 'shop-cache-1');
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
      expect: { root: 'container/exited', chain: ['app/endpoint-failing', 'container/exited'], says: ['podman logs shop-app-1', '/srv/app/cache.py:42'] },
      heal: () => engine.podman('start', 'shop-cache-1').then(() => engine.answers('shop-cache-1')),
    };
  },
});
