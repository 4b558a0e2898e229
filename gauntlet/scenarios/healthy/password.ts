import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server with a strong password, and an app that sends it',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password, maxmemory: '100mb' }, login: { password } });
    return { targets: [`redis://:${password}@127.0.0.1:${server.port}/0`], expect: { root: null } };
  },
});
