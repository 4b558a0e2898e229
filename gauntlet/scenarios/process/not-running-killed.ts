import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server was killed from outside; its log ends in the middle of ordinary life',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.stop('SIGKILL');
    return {
      project: server.folder,
      env: { REDIS_URL: `redis://127.0.0.1:${server.port}/0` },
      expect: { root: 'process/not-running', says: ['redis.conf', 'killed from outside'], never: ['process/crashed', 'config/wrong-port'] },
      heal: () => server.start(),
    };
  },
});
