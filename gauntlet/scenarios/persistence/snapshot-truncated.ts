import { statSync, truncateSync } from 'node:fs';
import { damagedSnapshot } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the snapshot was cut off, as by a copy that did not end',
  arrange: async (world) => {
    const { server, file, restore } = await damagedSnapshot(world, (path) => truncateSync(path, statSync(path).size >> 1));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/snapshot-corrupt',
        chain: ['network/nothing-listening', 'persistence/snapshot-corrupt'],
        says: [file, /at byte \d+/],
        never: ['process/crashed'],
      },
      heal: restore,
    };
  },
});
