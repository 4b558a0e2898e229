import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application shares the network of its cache, and is rightly told localhost',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-cache-1', { options: { publish: null, label: 'com.docker.compose.service=cache' } });
    const url = `redis://:${engine.password}@localhost:6379/0`;
    await engine.application('shop-app-1', ['--network=container:shop-cache-1', '--label=com.docker.compose.service=app', `--env=REDIS_URL=${url}`]);
    return {
      ...engine.seen,
      project: projectFolder(world, {
        'docker-compose.yml': `services:
  app:
    image: shop:1
    network_mode: service:cache
    environment:
      REDIS_URL: ${url}
  cache:
    image: redis:7.2
    restart: unless-stopped
`,
      }),
      expect: { root: null, never: ['config/localhost-in-container'] },
    };
  },
});
