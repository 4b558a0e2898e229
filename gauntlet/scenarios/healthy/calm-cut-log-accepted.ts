import { statSync, truncateSync } from 'node:fs';
import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'after a power loss the append-only file ended early; the server accepted that, as it is told to by default',
  arrange: async (world) => {
    const server = await startServer(world, { config: { appendonly: 'yes' } });
    for (let i = 0; i < 50; i += 1) await server.call('SET', `order:${i}`, 'paid');
    await server.stop('SIGKILL');
    const file = `${server.folder}/data/appendonlydir/appendonly.aof.1.incr.aof`;
    truncateSync(file, statSync(file).size - 7);
    await server.start();
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: null, never: ['persistence/log-truncated', 'persistence/log-corrupt', 'persistence/restore-shadowed'] },
    };
  },
});
