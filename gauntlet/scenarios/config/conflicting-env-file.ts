import { freePort, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a forgotten REDIS_URL in the shell beats the right one in .env',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return {
      project: projectFolder(world, { '.env': `# cache\nREDIS_URL=redis://:${password}@127.0.0.1:${server.port}/0\n` }),
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${await freePort()}/0` },
      expect: {
        root: 'config/conflicting-sources',
        chain: ['network/nothing-listening', 'config/conflicting-sources'],
        says: ['REDIS_URL in .env:2', 'the environment beats .env'],
      },
      healed: { env: {} },
    };
  },
});
