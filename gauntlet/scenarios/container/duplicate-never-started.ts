import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a second container was made for the port and never started, and the application works',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis');
    await engine.podman('create', '--name=shop-redis-new', '--publish=127.0.0.1:6379:6379', engine.image);
    return { ...engine.seen, targets: [engine.url], expect: { root: null, finds: ['container/duplicate'] } };
  },
});
