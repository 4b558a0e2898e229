import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a bug ended the server; its report stands in the log',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'SEGFAULT').catch(() => undefined);
    await server.ended();
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: 'process/crashed', chain: ['network/nothing-listening', 'process/crashed'], says: [server.logFile, 'signal 11'] },
      heal: () => server.start(),
    };
  },
});
