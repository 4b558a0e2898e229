import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a snapshot is being written while we look',
  arrange: async (world) => {
    const server = await startServer(world, { config: { save: '3600 1 300 100', 'rdb-key-save-delay': '1000' } });
    const client = await server.client();
    await client.call('DEBUG', 'POPULATE', '50000', 'order', '100');
    await client.call('BGSAVE');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: null, never: ['persistence/stale', 'persistence/writes-blocked', 'memory/fragmentation', 'persistence/snapshot-corrupt'] },
    };
  },
});
