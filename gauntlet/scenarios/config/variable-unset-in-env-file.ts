import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the URL in .env takes its password from a variable that nobody sets',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return {
      project: projectFolder(world, { '.env': `PORT=8080\nREDIS_URL="redis://:\${REDIS_SECRET}@127.0.0.1:${server.port}/0"\n` }),
      expect: { root: 'config/unset-variable', chain: ['auth/password-missing', 'config/unset-variable'], says: ['${REDIS_SECRET}', '"file":".env","line":2'] },
      healed: { env: { REDIS_SECRET: password } },
    };
  },
});
