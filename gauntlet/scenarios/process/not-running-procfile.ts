import { freePort, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the Procfile starts a server beside the app, and it is not there',
  arrange: async (world) => {
    const port = await freePort();
    return {
      project: projectFolder(world, { Procfile: `web: node server.js\nredis: redis-server --port ${port} --save ""\n` }),
      env: { REDIS_URL: `redis://localhost:${port}` },
      expect: { root: 'process/not-running', chain: ['network/nothing-listening'], says: ['Procfile'] },
      heal: () => startServer(world, { port }),
    };
  },
});
