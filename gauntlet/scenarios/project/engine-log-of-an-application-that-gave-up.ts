import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application waited for its cache at start, gave up and ended',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', 'shop');
    await engine.serve('shop-cache-1', { options: { publish: null, network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    const url = `redis://:${engine.password}@cache:6379/0`;
    await engine.podman('tag', engine.image, 'shop:1');
    const options = ['--network=shop', '--label=com.docker.compose.service=app', `--env=REDIS_URL=${url}`, '--entrypoint=sh'];
    await engine.run('shop-app-1', options, ['-c', "echo 'CRITICAL app.startup: startup failed: redis readiness timeout after 60s'; exit 3"], 'shop:1');
    await engine.becomes('shop-app-1', 'exited');
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
      expect: { root: 'app/readiness-timeout', says: ['podman logs shop-app-1', '60 s'] },
      heal: async () => {
        await engine.remove('shop-app-1');
        await engine.run('shop-app-1', options, ['-c', "echo 'INFO app.main: application startup complete'; exec sleep infinity"], 'shop:1');
      },
    };
  },
});
