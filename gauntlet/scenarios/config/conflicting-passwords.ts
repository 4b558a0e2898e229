import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the password was rotated in REDIS_PASSWORD, REDIS_URL still holds the old one and wins',
  arrange: async (world) => {
    const [old, fresh] = [world.secret('old'), world.secret('new')];
    const server = await startServer(world, { config: { requirepass: fresh }, login: { password: fresh } });
    const url = (password: string) => `REDIS_URL=redis://:${password}@127.0.0.1:${server.port}/0`;
    const files = (text: string) => projectFolder(world, { '.env': `${text}\nREDIS_PASSWORD=${fresh}\n` });
    return {
      project: files(url(old)),
      expect: { root: 'config/conflicting-sources', chain: ['auth/password-wrong', 'config/conflicting-sources'], says: ['.env:1', '.env:2', 'REDIS_URL beats REDIS_PASSWORD'] },
      heal: () => files(url('${REDIS_PASSWORD}')),
    };
  },
});
