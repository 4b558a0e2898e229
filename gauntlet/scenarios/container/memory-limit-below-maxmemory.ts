import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the container is killed at 64 MiB and Redis may use 128',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { options: { memory: '64m' }, config: { maxmemory: '128mb' } });
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/memory-limit-below-maxmemory', says: ['128 MiB', '64 MiB', 'shop-redis'] },
      heal: () => engine.cli('shop-redis', 'CONFIG', 'SET', 'maxmemory', '40mb'),
    };
  },
});
