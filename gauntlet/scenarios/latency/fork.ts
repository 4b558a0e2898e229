import { eventually, limitCpu, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a machine so short of CPU that the fork of a snapshot stalled the server',
  needs: ['cgroups'],
  alone: true,
  arrange: async (world) => {
    const server = await startServer(world, { config: { save: '3600 1' } });
    const client = await server.client();
    await client.call('DEBUG', 'POPULATE', '300000', 'order', '500');
    const share = limitCpu(world, server.pid, 0.01);
    await client.call('BGSAVE');
    share(1);
    await eventually('it has saved', async () => (await client.info('rdb_bgsave_in_progress')) === '0');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: 'latency/fork', says: [/stalled it for \d{3,} ms/] } };
  },
});
