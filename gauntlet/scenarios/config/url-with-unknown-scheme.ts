import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the scheme of the URL is misspelt',
  arrange: async (world) => {
    const server = await startServer(world);
    return {
      targets: [`reddis://127.0.0.1:${server.port}`],
      expect: { root: 'config/invalid-url', says: ['reddis'] },
      healed: { targets: [`redis://127.0.0.1:${server.port}`] },
    };
  },
});
