import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "Valkey's own URL scheme and variable",
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return { project: projectFolder(world), env: { VALKEY_URL: `valkey://default:${password}@127.0.0.1:${server.port}/0` }, expect: { root: null } };
  },
});
