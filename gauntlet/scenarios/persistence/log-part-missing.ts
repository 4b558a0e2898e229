import { rmSync } from 'node:fs';
import { damagedLog } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the base of the append-only file is gone, its manifest still names it',
  arrange: async (world) => {
    const { server, file, restore } = await damagedLog(world, 'appendonly.aof.1.base.rdb', (path) => rmSync(path));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/log-corrupt',
        chain: ['network/nothing-listening', 'persistence/log-corrupt'],
        says: [file, 'missing'],
        never: ['persistence/snapshot-corrupt', 'process/crashed'],
      },
      heal: restore,
    };
  },
});
