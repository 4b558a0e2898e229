import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the URL and a variable beside it name different passwords, and the wrong one wins',
  arrange: async (world) => {
    const [password, old] = [world.secret('right'), world.secret('old')];
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const env = (secret: string) => ({ REDIS_URL: `redis://:${secret}@127.0.0.1:${server.port}`, REDIS_PASSWORD: password });
    return {
      project: projectFolder(world),
      env: env(old),
      expect: { root: 'config/conflicting-sources', chain: ['auth/password-wrong', 'config/conflicting-sources'], says: ['REDIS_URL', 'REDIS_PASSWORD'] },
      healed: { env: env(password) },
    };
  },
});
