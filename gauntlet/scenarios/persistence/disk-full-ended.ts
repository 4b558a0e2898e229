import { randomBytes } from 'node:crypto';
import { smallDisk, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the disk is full, and a server that syncs each write ended for it',
  needs: ['mounts'],
  arrange: async (world) => {
    const disk = `${world.folder}/disk`;
    smallDisk(world, disk, 1_000_000);
    const server = await startServer(world, { config: { dir: disk, appendonly: 'yes', appendfsync: 'always' } });
    const client = await server.client();
    for (let i = 0; i < 10; i += 1) await client.quietly('SET', 'upload', randomBytes(300_000)).catch(() => undefined);
    await server.ended();
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: 'persistence/disk-full', chain: ['network/nothing-listening', 'persistence/disk-full'], says: [disk] },
      heal: async () => {
        world.run('mount', ['-o', 'remount,size=50m', disk]);
        await server.start();
      },
    };
  },
});
