import { freePort, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a misspelt directive keeps the server from starting, and nobody kept what it said',
  arrange: async (world) => {
    const port = await freePort();
    const server = await new Server(world, port, { port, ready: false, config: { 'maxmemory-polcy': 'allkeys-lru' } }).start();
    await server.ended();
    return {
      targets: [`redis://127.0.0.1:${port}`],
      project: server.folder,
      expect: { root: 'config/fatal-directive', says: ['maxmemory-polcy', 'redis.conf'] },
      heal: () => server.rewritten({ 'maxmemory-polcy': null, 'maxmemory-policy': 'allkeys-lru' }),
    };
  },
});
