import { randomBytes } from 'node:crypto';
import { eventually, smallDisk, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the disk is full and the append-only file cannot grow',
  needs: ['mounts'],
  arrange: async (world) => {
    const disk = `${world.folder}/disk`;
    smallDisk(world, disk, 1_000_000);
    const server = await startServer(world, { config: { dir: disk, appendonly: 'yes', 'auto-aof-rewrite-percentage': '0' } });
    const client = await server.client();
    await eventually('the log cannot grow', async () => {
      await client.quietly('SET', 'upload', randomBytes(300_000));
      return (await client.info('aof_last_write_status')) === 'err';
    });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'persistence/disk-full', chain: ['persistence/writes-blocked', 'persistence/disk-full'], says: [disk] },
      heal: async () => {
        world.run('mount', ['-o', 'remount,size=50m', disk]);
        await eventually('it writes', async () => (await client.info('aof_last_write_status')) === 'ok');
      },
    };
  },
});
