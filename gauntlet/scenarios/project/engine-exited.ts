import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the cache of a compose project was stopped and blocks the service that names it',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', 'shop');
    await engine.serve('shop-cache-1', { options: { publish: null, network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    await engine.podman('stop', '--time', '0', 'shop-cache-1');
    return {
      ...engine.seen,
      project: projectFolder(world, {
        'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      REDIS_URL: redis://:${engine.password}@cache:6379/0
  cache:
    image: redis:7.2
    restart: unless-stopped
`,
      }),
      expect: { root: 'container/exited', says: ['shop-cache-1'] },
      heal: () => engine.podman('start', 'shop-cache-1').then(() => engine.answers('shop-cache-1')),
    };
  },
});
