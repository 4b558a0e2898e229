import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'CONFIG, DEBUG and KEYS are renamed away, as some providers do',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password, 'rename-command': ['CONFIG ""', 'DEBUG ""', 'KEYS ""', 'ACL ""'] }, login: { password } });
    return { targets: [`redis://:${password}@127.0.0.1:${server.port}`], expect: { root: null } };
  },
});
