import { chmodSync, chownSync } from 'node:fs';
import { eventually, freePort, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the data directory belongs to root, the server does not',
  needs: ['users'],
  arrange: async (world) => {
    chmodSync(world.folder, 0o755);
    const server = new Server(world, await freePort(), { config: { save: '3600 1' }, through: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] });
    const data = `${server.folder}/data`;
    for (const each of [server.folder, data]) chownSync(each, 65_534, 65_534);
    await server.start();
    const client = await server.client();
    await client.call('SET', 'greeting', 'hello');
    chownSync(data, 0, 0);
    await client.call('BGSAVE');
    await eventually('it fails', async () => (await client.info('rdb_last_bgsave_status')) === 'err');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'persistence/permission-denied', chain: ['persistence/writes-blocked', 'persistence/permission-denied'], says: [data, 'owned by root', 'nobody'] },
      heal: async () => {
        chownSync(data, 65_534, 65_534);
        await client.call('BGSAVE');
        await eventually('it saves', async () => (await client.info('rdb_last_bgsave_status')) === 'ok');
      },
    };
  },
});
