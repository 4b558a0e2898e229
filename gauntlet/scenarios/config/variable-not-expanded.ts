import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the URL in the environment holds a literal ${REDIS_PASSWORD}',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const env = (secret: string) => ({ REDIS_URL: `redis://:${secret}@127.0.0.1:${server.port}/0` });
    return {
      project: projectFolder(world),
      env: env('${REDIS_PASSWORD}'),
      expect: { root: 'config/interpolation-not-expanded', chain: ['auth/password-wrong', 'config/interpolation-not-expanded'], says: ['REDIS_URL', '${REDIS_PASSWORD}'] },
      healed: { env: env(password) },
    };
  },
});
