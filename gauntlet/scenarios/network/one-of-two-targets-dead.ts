import { freePort, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'of two servers one is well and one is not there',
  arrange: async (world) => {
    const server = await startServer(world);
    const dead = await freePort();
    return {
      targets: [`redis://127.0.0.1:${server.port}`, `redis://127.0.0.1:${dead}`],
      expect: { root: 'network/nothing-listening', says: [`127.0.0.1:${dead}`] },
    };
  },
});
