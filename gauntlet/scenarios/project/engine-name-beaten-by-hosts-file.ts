import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'extra_hosts gives the name of the cache an address at which it is not',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', '--subnet=10.93.7.0/24', 'shop');
    await engine.serve('shop-cache-1', { options: { publish: null, network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    const url = `redis://:${engine.password}@cache:6379/0`;
    const run = (...options: string[]) => engine.application('shop-app-1', ['--network=shop', '--label=com.docker.compose.service=app', `--env=REDIS_URL=${url}`, ...options]);
    const [before, after] = ['    extra_hosts:\n      - "cache:10.93.7.1"\n', ''];
    const file = (hosts: string) => `services:
  app:
    image: shop:1
${hosts}    environment:
      REDIS_URL: ${url}
  cache:
    image: redis:7.2
    restart: unless-stopped
`;
    await run('--add-host=cache:10.93.7.1');
    const project = projectFolder(world, { 'docker-compose.yml': file(before) });
    return {
      ...engine.seen,
      project,
      expect: { root: 'config/conflicting-sources', chain: ['network/nothing-listening', 'config/conflicting-sources'], says: ['shop-app-1', '10.93.7.1', 'docker-compose.yml'] },
      heal: async () => {
        projectFolder(world, { 'docker-compose.yml': file(after) });
        await engine.remove('shop-app-1');
        await run();
      },
    };
  },
});
