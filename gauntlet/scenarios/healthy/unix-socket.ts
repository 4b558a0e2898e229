import { join } from 'node:path';
import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server that listens on a unix socket only',
  arrange: async (world) => {
    const password = world.secret();
    const path = join(world.folder, 'redis.sock');
    await startServer(world, { config: { port: '0', unixsocket: path, unixsocketperm: '700', requirepass: password }, login: { password, path } });
    return { targets: [`unix://:${password}@${path}`], expect: { root: null } };
  },
});
