import { readFileSync } from 'node:fs';
import { damagedSnapshot, overwrite } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a single byte of a value changed: the snapshot parses to its end, its checksum does not hold',
  arrange: async (world) => {
    const { server, file, restore } = await damagedSnapshot(world, (path) => overwrite(path, readFileSync(path).indexOf('value:77') + 6, '8'));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: 'persistence/snapshot-corrupt', chain: ['network/nothing-listening', 'persistence/snapshot-corrupt'], says: [file, 'checksum'], never: ['process/crashed'] },
      heal: restore,
    };
  },
});
