import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server whose version gets no fixes any more from its makers',
  arrange: async (world) => {
    const server = await startServer(world, { binary: '/usr/bin/redis-server' });
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, finds: ['security/end-of-life'], never: ['security/open-to-the-world'] } };
  },
});
