import { copyFileSync, readFileSync } from 'node:fs';
import { overwrite, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a single byte of a value changed: the snapshot parses to its end, its checksum does not hold',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'POPULATE', '5000', 'order', '100');
    await server.call('SAVE');
    await server.stop('SIGKILL');
    const file = `${server.folder}/data/dump.rdb`;
    copyFileSync(file, `${server.folder}/good.rdb`);
    overwrite(file, readFileSync(file).indexOf('value:77') + 6, '8');
    server.options.ready = false;
    await (await server.start()).ended();
    server.options.ready = true;
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: 'persistence/snapshot-corrupt', chain: ['network/nothing-listening', 'persistence/snapshot-corrupt'], says: [file, 'checksum'], never: ['process/crashed'] },
      heal: async () => {
        copyFileSync(`${server.folder}/good.rdb`, file);
        await server.start();
      },
    };
  },
});
