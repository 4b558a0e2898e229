import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the password in the environment has a line break at its end',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const env = (secret: string) => ({ REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD: secret });
    return {
      project: projectFolder(world),
      env: env(`${password}\n`),
      expect: { root: 'auth/password-wrong', says: [/line break|newline|white ?space/i] },
      healed: { env: env(password) },
    };
  },
});
