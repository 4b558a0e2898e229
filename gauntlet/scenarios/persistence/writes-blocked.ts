import { readFileSync } from 'node:fs';
import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the child that wrote the snapshot was killed, and writes are refused since',
  arrange: async (world) => {
    const server = await startServer(world, { config: { save: '3600 1', 'rdb-key-save-delay': '1000000' } });
    const client = await server.client();
    await client.call('DEBUG', 'POPULATE', '100', 'order', '100');
    await client.call('BGSAVE');
    const child = await eventually('the child is there', () => readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim());
    process.kill(Number(child), 'SIGKILL');
    await eventually('it fails', async () => (await client.info('rdb_last_bgsave_status')) === 'err');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'persistence/writes-blocked', says: ['MISCONF', 'killed'], never: ['persistence/disk-full', 'persistence/fork-failed', 'persistence/permission-denied'] },
      heal: async () => {
        await client.call('CONFIG', 'SET', 'rdb-key-save-delay', '0');
        await client.call('BGSAVE');
        await eventually('it saves', async () => (await client.info('rdb_last_bgsave_status')) === 'ok');
      },
    };
  },
});
