import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

/** What the application writes as its cache goes away, with its secret in it. */
const script = (url: string) =>
  [
    'INFO app.main: started',
    'ERROR app.cache: Error -2 connecting to cache:6379. Name or service not known.',
    'Traceback (most recent call last):',
    '  File "/srv/app/cache.py", line 42, in fetch',
    `redis.exceptions.ConnectionError: Error -2 connecting to cache:6379 (${url}). Name or service not known.`,
  ]
    .map((line) => `echo '${line}'; `)
    .join('');

export default scenario({
  name: 'the cache was stopped, and the log of the running application tells what its users see',
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, program, project, url } = await shop(world);
    await program('app', `${script(url())} exec sleep infinity`);
    await engine.podman('stop', '--time', '0', 'shop-cache-1');
    return {
      ...engine.seen,
      project: project(),
      expect: { root: 'container/exited', chain: ['app/endpoint-failing', 'container/exited'], says: ['podman logs shop-app-1', '/srv/app/cache.py:42'] },
      heal: () => engine.podman('start', 'shop-cache-1').then(() => engine.answers('shop-cache-1')),
    };
  },
});
