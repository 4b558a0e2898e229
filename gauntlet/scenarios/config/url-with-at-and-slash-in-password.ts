import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an unescaped @ and / in the password make clients look for another host',
  arrange: async (world) => {
    const [left, right] = [world.secret('left'), world.secret('right')];
    const password = `${left}@${right}/x`;
    const server = await startServer(world, { config: { requirepass: `"${password}"` }, login: { password } });
    const env = (secret: string) => ({ REDIS_URL: `redis://:${secret}@127.0.0.1:${server.port}` });
    return {
      project: projectFolder(world),
      env: env(password),
      expect: { root: 'config/invalid-url', says: ['REDIS_URL'], never: ['network/name-not-found'] },
      healed: { env: env(encodeURIComponent(password)) },
    };
  },
});
