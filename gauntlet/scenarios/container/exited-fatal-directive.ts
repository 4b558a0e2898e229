import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a typing error in the redis.conf of the container',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { options: { restart: 'no' }, config: { maxmemmory: '64mb' }, ready: false });
    await engine.becomes('shop-redis', 'exited');
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: {
        root: 'config/fatal-directive',
        chain: ['network/nothing-listening', 'container/exited', 'config/fatal-directive'],
        says: ['maxmemmory', /shop-redis\/redis\.conf:\d/],
      },
      heal: async () => {
        await engine.remove('shop-redis');
        await engine.serve('shop-redis');
      },
    };
  },
});
