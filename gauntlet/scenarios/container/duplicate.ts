import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an old container is left over and holds the port of the one that is meant',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('old-redis');
    await engine.serve('shop-redis', { ready: false }).catch(() => 'the engine refuses to start it');
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/duplicate', says: ['old-redis', 'shop-redis'] },
      heal: async () => {
        await engine.remove('old-redis');
        await engine.podman('start', 'shop-redis');
        await engine.answers('shop-redis');
      },
    };
  },
});
