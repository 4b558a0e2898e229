import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the health check asks a port that nobody serves, so what waits for "healthy" never starts',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { options: { 'health-cmd': 'redis-cli -p 6380 ping | grep -qx PONG' } });
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/unhealthy', chain: ['container/unhealthy'], says: ['shop-redis', '-p 6380'] },
      heal: async () => {
        await engine.remove('shop-redis');
        await engine.serve('shop-redis');
      },
    };
  },
});
