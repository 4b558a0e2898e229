import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application was given no network at all',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', 'shop');
    await engine.serve('shop-cache-1', { options: { network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    const url = `redis://:${engine.password}@cache:6379/0`;
    const run = (network: string) => engine.application('shop-app-1', [`--network=${network}`, '--label=com.docker.compose.service=app', `--env=REDIS_URL=${url}`]);
    const file = (mode: string) => `services:
  app:
    image: shop:1
${mode}    environment:
      REDIS_URL: ${url}
  cache:
    image: redis:7.2
    restart: unless-stopped
    ports: ["127.0.0.1:6379:6379"]
`;
    await run('none');
    return {
      ...engine.seen,
      project: projectFolder(world, { 'docker-compose.yml': file('    network_mode: none\n') }),
      expect: { root: 'network/not-same-network', says: ['shop-app-1', 'shop-cache-1', 'none'] },
      heal: async () => {
        projectFolder(world, { 'docker-compose.yml': file('') });
        await engine.remove('shop-app-1');
        await run('shop');
      },
    };
  },
});
