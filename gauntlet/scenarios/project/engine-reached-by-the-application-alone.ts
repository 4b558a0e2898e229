import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'this machine may not connect to the container of the cache, and the application does',
  needs: ['containers', 'firewall'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', 'shop');
    await engine.serve('shop-cache-1', { options: { publish: null, network: 'shop', 'network-alias': 'cache', label: 'com.docker.compose.service=cache' } });
    const url = `redis://:${engine.password}@cache:6379/0`;
    await engine.application('shop-app-1', ['--network=shop', '--label=com.docker.compose.service=app', `--env=REDIS_URL=${url}`]);
    // What the machine itself sends to the port goes nowhere; its containers are neighbours.
    world.run('nsenter', [...engine.exec.slice(1), 'iptables', '-I', 'OUTPUT', '-p', 'tcp', '--dport', '6379', '-j', 'DROP']);
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
`,
      }),
      expect: { root: null, never: ['network/filtered', 'network/nothing-listening', 'process/not-running'] },
    };
  },
});
