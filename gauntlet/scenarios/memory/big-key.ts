import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'one list of 45 MB holds nearly all of the data',
  arrange: async (world) => {
    const server = await startServer(world);
    const client = await server.client();
    await client.call('DEBUG', 'POPULATE', '1000', 'user', '200');
    const lines = Array.from({ length: 100 }, (_, i) => `${i} `.repeat(800));
    for (let i = 0; i < 200; i += 1) await client.call('RPUSH', 'events', ...lines);
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/big-key', says: ['events', 'list', /\d+ % of the data/] },
      heal: () => client.call('UNLINK', 'events'),
    };
  },
});
