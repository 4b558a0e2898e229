import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'append-only persistence and snapshots, all written lately',
  arrange: async (world) => {
    const server = await startServer(world, { config: { appendonly: 'yes', save: '3600 1 300 100 60 10000' } });
    const client = await server.client();
    for (let i = 0; i < 200; i += 1) await client.call('SET', `order:${i}`, String(i));
    await client.call('SAVE');
    client.close();
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null } };
  },
});
