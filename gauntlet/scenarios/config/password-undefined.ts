import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a program wrote `undefined` where it had no password',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const env = (secret: string) => ({ REDIS_URL: `redis://:${secret}@127.0.0.1:${server.port}` });
    return {
      project: projectFolder(world),
      env: env('undefined'),
      expect: { root: 'config/unset-variable', chain: ['auth/password-wrong', 'config/unset-variable'], says: ['REDIS_URL', 'undefined'] },
      healed: { env: env(password) },
    };
  },
});
