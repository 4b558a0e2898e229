import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application runs in a container and is told localhost for the Redis in another one',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', 'shop');
    await engine.serve('redis', { options: { publish: null, network: 'shop' } });
    await engine.application('shop-app', ['--network=shop', '--env', `REDIS_URL=redis://:${engine.password}@localhost:6379`]);
    return {
      ...engine.seen,
      targets: [`redis://:${engine.password}@localhost:6379`],
      expect: { root: 'config/localhost-in-container', chain: ['network/nothing-listening', 'config/localhost-in-container'], says: ['shop-app', 'host redis, port 6379'] },
    };
  },
});
