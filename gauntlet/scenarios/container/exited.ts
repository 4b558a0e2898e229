import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'somebody stopped the container',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis');
    await engine.podman('stop', '--time', '2', 'shop-redis');
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/exited', chain: ['network/nothing-listening', 'container/exited'], says: ['podman start shop-redis', 'exit code 0'] },
      heal: async () => {
        await engine.podman('start', 'shop-redis');
        await engine.answers('shop-redis');
      },
    };
  },
});
