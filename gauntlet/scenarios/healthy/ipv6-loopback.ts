import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server on ::1',
  arrange: async (world) => {
    const server = await startServer(world, { host: '::1', config: { bind: '::1' } });
    return { targets: [`redis://[::1]:${server.port}/0`], expect: { root: null } };
  },
});
