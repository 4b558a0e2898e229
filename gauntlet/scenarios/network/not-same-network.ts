import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application and its Redis run in containers that share no network',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    for (const network of ['front', 'back']) await engine.podman('network', 'create', network);
    await engine.serve('redis', { options: { publish: null, network: 'back' } });
    await engine.application('shop-app', ['--network=front', '--env', `REDIS_URL=redis://:${engine.password}@redis:6379`]);
    return {
      ...engine.seen,
      targets: [`redis://:${engine.password}@redis:6379`],
      expect: { root: 'network/not-same-network', says: ['shop-app (front)', 'redis (back)', 'network connect back shop-app'] },
    };
  },
});
