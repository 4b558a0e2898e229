import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a misspelt directive keeps the server from starting; what it said was kept in a file',
  arrange: async (world) => {
    const port = await freePort();
    const server = await new Server(world, port, { port, ready: false, config: { maxmemry: '100mb' } }).start();
    await server.ended();
    writeFileSync(join(server.folder, 'stderr.log'), server.output);
    return {
      targets: [`redis://127.0.0.1:${port}`],
      project: server.folder,
      expect: { root: 'config/fatal-directive', says: ['maxmemry', 'redis.conf'], never: ['process/crashed'] },
      heal: () => server.rewritten({ maxmemry: null, maxmemory: '100mb' }),
    };
  },
});
