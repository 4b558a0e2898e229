import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a running service of compose is told localhost',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', 'shop');
    await engine.serve('shop-cache-1', { options: { network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    const run = (url: string) => engine.application('shop-app-1', ['--network=shop', '--label=com.docker.compose.service=app', `--env=REDIS_URL=${url}`]);
    const url = (host: string) => `redis://:${engine.password}@${host}:6379/0`;
    const file = (host: string) => `services:
  app:
    image: shop:1
    environment:
      REDIS_URL: ${url(host)}
  cache:
    image: redis:7.2
    restart: unless-stopped
    ports: ["127.0.0.1:6379:6379"]
`;
    await run(url('localhost'));
    return {
      ...engine.seen,
      project: projectFolder(world, { 'docker-compose.yml': file('localhost') }),
      expect: { root: 'config/localhost-in-container', chain: ['network/nothing-listening', 'config/localhost-in-container'], says: ['shop-app-1'] },
      heal: async () => {
        projectFolder(world, { 'docker-compose.yml': file('cache') });
        await engine.remove('shop-app-1');
        await run(url('cache'));
      },
    };
  },
});
