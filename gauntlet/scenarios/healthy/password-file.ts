import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the password stands in a file that ends with a newline, as secrets that are mounted do',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const project = projectFolder(world, { 'secrets/redis': `${password}\n` });
    return {
      project,
      env: { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD_FILE: `${project}/secrets/redis` },
      expect: { root: null },
    };
  },
});
