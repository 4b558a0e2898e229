import { statSync, truncateSync } from 'node:fs';
import { damagedLog, serverBinary } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the append-only file ends in the middle of a command and the server was told not to accept that',
  arrange: async (world) => {
    const { server, file } = await damagedLog(world, 'appendonly.aof.1.incr.aof', (path) => truncateSync(path, statSync(path).size - 7), { 'aof-load-truncated': 'no' });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/log-truncated',
        chain: ['network/nothing-listening', 'persistence/log-truncated'],
        says: [file, 'aof-load-truncated'],
        never: ['persistence/snapshot-corrupt', 'process/crashed'],
      },
      heal: async () => {
        world.run(serverBinary.replace(/server$/, 'check-aof'), ['--fix', `${server.folder}/data/appendonlydir/appendonly.aof.manifest`], { input: 'y\n' });
        await server.start();
      },
    };
  },
});
