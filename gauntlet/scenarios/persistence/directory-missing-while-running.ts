import { mkdirSync, rmSync } from 'node:fs';
import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the data directory was removed under the running server',
  arrange: async (world) => {
    const server = await startServer(world, { config: { save: '3600 1' } });
    const client = await server.client();
    await client.call('SET', 'greeting', 'hello');
    const data = `${server.folder}/data`;
    rmSync(data, { recursive: true });
    await client.call('BGSAVE');
    await eventually('it fails', async () => (await client.info('rdb_last_bgsave_status')) === 'err');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'persistence/directory-missing', chain: ['persistence/writes-blocked', 'persistence/directory-missing'], says: [data] },
      heal: async () => {
        mkdirSync(data);
        world.run('redis-cli', ['-p', String(server.port), '--rdb', `${data}/dump.rdb`]);
        await client.quietly('SHUTDOWN', 'NOSAVE').catch(() => undefined);
        await server.ended();
        await server.start();
      },
    };
  },
});
