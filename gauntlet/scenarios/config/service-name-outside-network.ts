import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the application runs on the host and is told the container's name",
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', 'shop');
    await engine.serve('shop-redis', { options: { publish: '127.0.0.1:6390:6379', network: 'shop' } });
    return {
      ...engine.seen,
      targets: [`redis://:${engine.password}@shop-redis:6379`],
      expect: { root: 'config/service-name-outside-network', says: ['shop-redis', '127.0.0.1:6390'] },
      healed: { targets: [`redis://:${engine.password}@127.0.0.1:6390`] },
    };
  },
});
