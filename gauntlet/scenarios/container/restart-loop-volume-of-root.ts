import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server has a user of its own, its volume belongs to root, and the policy starts it again and again',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { options: { volume: 'shop-data:/data' }, ready: false });
    await engine.restarts('shop-redis', 4);
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: {
        root: 'persistence/permission-denied',
        chain: ['network/nothing-listening', 'container/restart-loop', 'persistence/permission-denied'],
        says: ['shop-redis'],
      },
      heal: async () => {
        engine.remove('shop-redis');
        await engine.serve('shop-redis', { options: { volume: 'shop-data:/data:U' } });
      },
    };
  },
});
