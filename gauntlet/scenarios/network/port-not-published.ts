import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the container runs, and its port is not published on the host where the application runs',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { options: { publish: null } });
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'network/port-not-published', chain: ['network/nothing-listening', 'network/port-not-published'], says: ['shop-redis', '6379'] },
      heal: async () => {
        await engine.remove('shop-redis');
        await engine.serve('shop-redis');
      },
    };
  },
});
