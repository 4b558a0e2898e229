import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server was shut down and nobody started it again',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.stop();
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: 'process/not-running', chain: ['network/nothing-listening', 'process/not-running'], says: [server.configFile, 'SIGTERM'], never: ['process/crashed'] },
      heal: () => server.start(),
    };
  },
});
