import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a backup tool paused the container and forgot it',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis');
    await engine.podman('pause', 'shop-redis');
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/paused', never: ['network/not-redis'], says: ['podman unpause shop-redis'] },
      heal: () => engine.podman('unpause', 'shop-redis'),
    };
  },
});
