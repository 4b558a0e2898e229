import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the environment gives host, port, database and password one by one',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return {
      project: projectFolder(world),
      env: { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_DB: '2', REDIS_PASSWORD: password },
      expect: { root: null },
    };
  },
});
