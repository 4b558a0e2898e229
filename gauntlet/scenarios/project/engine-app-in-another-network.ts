import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the running application was left in another network than its cache, whose port is published on the host',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    for (const network of ['front', 'back']) await engine.podman('network', 'create', network);
    await engine.serve('shop-cache-1', { options: { network: 'back', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    const url = `redis://:${engine.password}@cache:6379/0`;
    await engine.application('shop-app-1', ['--network=front', '--label=com.docker.compose.service=app', `--env=REDIS_URL=${url}`]);
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
    ports: ["127.0.0.1:6379:6379"]
`,
      }),
      expect: { root: 'network/not-same-network', says: ['shop-app-1', 'front', 'back', 'network connect back shop-app-1'] },
      heal: () => engine.podman('network', 'connect', 'back', 'shop-app-1'),
    };
  },
});
