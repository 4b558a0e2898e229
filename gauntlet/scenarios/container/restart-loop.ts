import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an entry point that ends without a word, and a restart policy',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { options: { entrypoint: 'sh' }, command: ['-c', 'exit 3'], ready: false });
    await engine.restarts('shop-redis', 4);
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/restart-loop', chain: ['network/nothing-listening', 'container/restart-loop'], says: ['shop-redis', 'podman logs', 'restarts'] },
      heal: async () => {
        await engine.remove('shop-redis');
        await engine.serve('shop-redis');
      },
    };
  },
});
