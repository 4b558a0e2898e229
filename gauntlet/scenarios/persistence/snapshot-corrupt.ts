import { damagedSnapshot, overwrite } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'bytes in the middle of the snapshot are damaged',
  arrange: async (world) => {
    const { server, file, restore } = await damagedSnapshot(world, (path) => overwrite(path, 20_000, 'X'.repeat(500)));
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
      heal: restore,
    };
  },
});
