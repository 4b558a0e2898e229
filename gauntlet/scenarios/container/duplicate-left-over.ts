import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a stopped container for the same port is left over beside the one that serves',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('old-redis');
    await engine.podman('stop', '--time', '2', 'old-redis');
    await engine.serve('shop-redis');
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/duplicate', says: ['old-redis (exited)', 'shop-redis'] },
      heal: () => engine.remove('old-redis'),
    };
  },
});
