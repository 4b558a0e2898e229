import { randomBytes } from 'node:crypto';
import { eventually, smallDisk, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a save failed for want of space; space was made and the next one went well',
  needs: ['mounts'],
  arrange: async (world) => {
    const disk = `${world.folder}/disk`;
    smallDisk(world, disk, 1_000_000);
    const server = await startServer(world, { config: { dir: disk, save: '3600 1' } });
    const client = await server.client();
    for (let i = 0; i < 4; i += 1) await client.call('SET', `upload:${i}`, randomBytes(500_000));
    await client.call('BGSAVE');
    await eventually('it fails', async () => (await client.info('rdb_last_bgsave_status')) === 'err');
    world.run('mount', ['-o', 'remount,size=50m', disk]);
    await client.call('BGSAVE');
    await eventually('it saves', async () => (await client.info('rdb_last_bgsave_status')) === 'ok');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['persistence/disk-full', 'persistence/writes-blocked', 'persistence/stale'] } };
  },
});
