import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'no maxmemory, and the data outgrew the memory limit of the container',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    const options = { restart: 'no', memory: '24m', 'memory-swap': '24m' };
    await engine.serve('shop-redis', { options, config: { maxmemory: null, appendonly: 'no', save: '""', 'enable-debug-command': 'yes' } });
    try {
      await engine.cli('shop-redis', 'DEBUG', 'POPULATE', '100000', 'page', '1000');
    } catch {
      // The connection breaks with the server.
    }
    await engine.becomes('shop-redis', 'exited');
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/oom-killed', chain: ['network/nothing-listening', 'container/exited', 'container/oom-killed'], says: ['shop-redis', '24 MiB'] },
      heal: async () => {
        await engine.remove('shop-redis');
        await engine.serve('shop-redis');
      },
    };
  },
});
