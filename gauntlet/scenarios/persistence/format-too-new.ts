import { damagedSnapshot, overwrite } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the snapshot was written by a version that does not exist here',
  arrange: async (world) => {
    const { server, file, restore } = await damagedSnapshot(world, (path) => overwrite(path, 0, 'REDIS0099'));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: 'persistence/format-too-new', chain: ['network/nothing-listening', 'persistence/format-too-new'], says: [file, '99'], never: ['process/crashed'] },
      heal: restore,
    };
  },
});
