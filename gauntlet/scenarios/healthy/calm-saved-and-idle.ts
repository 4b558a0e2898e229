import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server that saved a moment ago and has nothing to do',
  arrange: async (world) => {
    const server = await startServer(world, { config: { save: '3600 1 300 100 60 10000' } });
    const client = await server.client();
    await client.call('DEBUG', 'POPULATE', '20000', 'order', '100');
    await client.call('BGSAVE');
    await eventually('it is saved', async () => (await client.info('rdb_bgsave_in_progress')) === '0');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['persistence/stale', 'persistence/off', 'memory/big-key'] } };
  },
});
