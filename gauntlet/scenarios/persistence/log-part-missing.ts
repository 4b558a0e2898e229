import { copyFileSync, rmSync } from 'node:fs';
import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the base of the append-only file is gone, its manifest still names it',
  arrange: async (world) => {
    const server = await startServer(world, { config: { appendonly: 'yes' } });
    for (let i = 0; i < 50; i += 1) await server.call('SET', `order:${i}`, 'paid');
    await server.stop('SIGKILL');
    const folder = `${server.folder}/data/appendonlydir`;
    const file = `${folder}/appendonly.aof.1.base.rdb`;
    copyFileSync(file, `${server.folder}/base`);
    rmSync(file);
    server.options.ready = false;
    await (await server.start()).ended();
    server.options.ready = true;
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/log-corrupt',
        chain: ['network/nothing-listening', 'persistence/log-corrupt'],
        says: [file, 'missing'],
        never: ['persistence/snapshot-corrupt', 'process/crashed'],
      },
      heal: async () => {
        copyFileSync(`${server.folder}/base`, file);
        await server.start();
      },
    };
  },
});
