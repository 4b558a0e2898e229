import { copyFileSync } from 'node:fs';
import { overwrite, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'bytes in the middle of the snapshot are damaged',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'POPULATE', '5000', 'order', '100');
    await server.call('SAVE');
    await server.stop('SIGKILL');
    const file = `${server.folder}/data/dump.rdb`;
    copyFileSync(file, `${server.folder}/good.rdb`);
    overwrite(file, 20_000, 'X'.repeat(500));
    server.options.ready = false;
    await (await server.start()).ended();
    server.options.ready = true;
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/snapshot-corrupt',
        chain: ['network/nothing-listening', 'persistence/snapshot-corrupt'],
        // Keys stand in an order of chance: once in a while the damage leaves the structure whole and only the checksum tells.
        says: [file, /at byte \d+ of \d+|checksum/],
        never: ['process/crashed'],
      },
      heal: async () => {
        copyFileSync(`${server.folder}/good.rdb`, file);
        await server.start();
      },
    };
  },
});
