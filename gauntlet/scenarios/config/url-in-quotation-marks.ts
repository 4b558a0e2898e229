import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the quotation marks of the env file are part of the URL',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const url = `redis://:${password}@127.0.0.1:${server.port}`;
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `"${url}"` },
      expect: { root: 'config/invalid-url', says: ['REDIS_URL', /quotation/] },
      healed: { env: { REDIS_URL: url } },
    };
  },
});
