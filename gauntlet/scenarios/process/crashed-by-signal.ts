import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server was ended by SIGABRT; the app of the same folder cannot connect',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.stop('SIGABRT');
    return {
      project: server.folder,
      env: { REDIS_URL: `redis://localhost:${server.port}` },
      expect: { root: 'process/crashed', says: [server.logFile, /signal (6|SIGABRT)/] },
      heal: () => server.start(),
    };
  },
});
