import { overwrite, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the snapshot of a running server is damaged: its next start would fail',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'POPULATE', '5000', 'order', '100');
    await server.call('SAVE');
    const file = `${server.folder}/data/dump.rdb`;
    overwrite(file, 20_000, 'XXXXXXXX');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: 'persistence/snapshot-corrupt', says: [file, 'still runs'] }, heal: () => server.call('SAVE') };
  },
});
