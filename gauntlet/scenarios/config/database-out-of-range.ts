import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the database is beyond those that the server has',
  arrange: async (world) => {
    const server = await startServer(world);
    return {
      targets: [`redis://127.0.0.1:${server.port}/99`],
      expect: { root: 'config/database-out-of-range', says: ['99'] },
      healed: { targets: [`redis://127.0.0.1:${server.port}/9`] },
    };
  },
});
