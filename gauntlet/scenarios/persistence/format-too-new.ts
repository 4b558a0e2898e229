import { copyFileSync } from 'node:fs';
import { overwrite, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the snapshot was written by a version that does not exist here',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'POPULATE', '5000', 'order', '100');
    await server.call('SAVE');
    await server.stop('SIGKILL');
    const file = `${server.folder}/data/dump.rdb`;
    copyFileSync(file, `${server.folder}/good.rdb`);
    overwrite(file, 0, 'REDIS0099');
    server.options.ready = false;
    await (await server.start()).ended();
    server.options.ready = true;
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: 'persistence/format-too-new', chain: ['network/nothing-listening', 'persistence/format-too-new'], says: [file, '99'], never: ['process/crashed'] },
      heal: async () => {
        copyFileSync(`${server.folder}/good.rdb`, file);
        await server.start();
      },
    };
  },
});
