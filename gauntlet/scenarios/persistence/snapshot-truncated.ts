import { copyFileSync, statSync, truncateSync } from 'node:fs';
import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the snapshot was cut off, as by a copy that did not end',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'POPULATE', '5000', 'order', '100');
    await server.call('SAVE');
    await server.stop('SIGKILL');
    const file = `${server.folder}/data/dump.rdb`;
    copyFileSync(file, `${server.folder}/good.rdb`);
    truncateSync(file, statSync(file).size >> 1);
    server.options.ready = false;
    await (await server.start()).ended();
    server.options.ready = true;
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/snapshot-corrupt',
        chain: ['network/nothing-listening', 'persistence/snapshot-corrupt'],
        says: [file, /at byte \d+/],
        never: ['process/crashed'],
      },
      heal: async () => {
        copyFileSync(`${server.folder}/good.rdb`, file);
        await server.start();
      },
    };
  },
});
