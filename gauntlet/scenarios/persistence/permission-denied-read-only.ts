import { eventually, smallDisk, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the data directory was mounted read-only under the server',
  needs: ['mounts'],
  arrange: async (world) => {
    const disk = `${world.folder}/disk`;
    smallDisk(world, disk, 10_000_000);
    const server = await startServer(world, { config: { dir: disk, save: '3600 1' } });
    const client = await server.client();
    await client.call('SET', 'greeting', 'hello');
    world.run('mount', ['-o', 'remount,ro', disk]);
    await client.call('BGSAVE');
    await eventually('it fails', async () => (await client.info('rdb_last_bgsave_status')) === 'err');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'persistence/permission-denied', chain: ['persistence/writes-blocked', 'persistence/permission-denied'], says: [disk, 'read-only'] },
      heal: async () => {
        world.run('mount', ['-o', 'remount,rw', disk]);
        await client.call('BGSAVE');
        await eventually('it saves', async () => (await client.info('rdb_last_bgsave_status')) === 'ok');
      },
    };
  },
});
