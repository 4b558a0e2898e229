import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the port is published, and inside the container the server listens on 127.0.0.1 alone',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { command: ['/etc/redis/redis.conf', '--bind', '127.0.0.1'] });
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'network/bound-to-loopback', chain: ['network/nothing-listening', 'network/bound-to-loopback'], says: ['shop-redis'] },
      heal: async () => {
        await engine.remove('shop-redis');
        await engine.serve('shop-redis');
      },
    };
  },
});
