import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the append-only file is on, and it is written inside the container: no volume',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { options: { volume: null } });
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/data-not-persisted', says: ['/data', 'shop-redis'] },
      heal: async () => {
        await engine.remove('shop-redis');
        await engine.serve('shop-redis');
      },
    };
  },
});
