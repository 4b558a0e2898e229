import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an unescaped / in a base64 password ends the host',
  arrange: async (world) => {
    const [left, right] = [world.secret('left'), world.secret('right')];
    const password = `${left}/${right}==`;
    const server = await startServer(world, { config: { requirepass: `"${password}"` }, login: { password } });
    const env = (secret: string) => ({ REDIS_URL: `redis://default:${secret}@127.0.0.1:${server.port}/0` });
    return {
      project: projectFolder(world),
      env: env(password),
      expect: { root: 'config/invalid-url', says: ['REDIS_URL', `127.0.0.1:${server.port}`] },
      healed: { env: env(encodeURIComponent(password)) },
    };
  },
});
