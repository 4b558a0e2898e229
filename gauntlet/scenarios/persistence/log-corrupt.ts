import { readFileSync } from 'node:fs';
import { damagedLog, overwrite, serverBinary } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'bytes in the middle of the append-only file are damaged',
  arrange: async (world) => {
    const { server, file } = await damagedLog(world, 'appendonly.aof.1.incr.aof', (path) => overwrite(path, readFileSync(path).indexOf('*3', 300), '~~'));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/log-corrupt',
        chain: ['network/nothing-listening', 'persistence/log-corrupt'],
        says: [file, /at byte \d+ of \d+/],
        never: ['persistence/snapshot-corrupt', 'process/crashed'],
      },
      heal: async () => {
        world.run(serverBinary.replace(/server$/, 'check-aof'), ['--fix', `${server.folder}/data/appendonlydir/appendonly.aof.manifest`], { input: 'y\n' });
        await server.start();
      },
    };
  },
});
