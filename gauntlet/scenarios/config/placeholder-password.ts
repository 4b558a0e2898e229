import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the password is still the template's, and the server has another one",
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const env = (secret: string) => ({ REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD: secret });
    return {
      project: projectFolder(world),
      env: env('changeme'),
      expect: { root: 'config/placeholder-value', chain: ['auth/password-wrong', 'config/placeholder-value'], says: ['REDIS_PASSWORD'] },
      healed: { env: env(password) },
    };
  },
});
