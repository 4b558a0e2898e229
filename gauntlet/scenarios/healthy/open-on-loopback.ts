import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server without a password that only this machine can reach',
  arrange: async (world) => {
    const server = await startServer(world);
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['security/open-to-the-world'] } };
  },
});
