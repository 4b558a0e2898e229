import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'jobs of a queue library on a server that saves nothing',
  arrange: async (world) => {
    const server = await startServer(world, { config: { save: '""', appendonly: 'no' } });
    const client = await server.client();
    await client.call('HSET', 'bull:mail:meta', 'opts.maxLenEvents', '10000');
    for (let i = 1; i <= 20; i += 1) await client.call('LPUSH', 'bull:mail:wait', String(i));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'persistence/off', says: ['bull:mail:', 'CONFIG SET appendonly yes'] },
      heal: async () => {
        await client.call('CONFIG', 'SET', 'appendonly', 'yes');
        await eventually('the log is written', async () => (await client.info('aof_rewrite_in_progress')) === '0' && (await client.info('aof_rewrite_scheduled')) === '0');
      },
    };
  },
});
