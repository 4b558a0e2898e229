import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server found its own state impossible and stopped itself',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'ASSERT').catch(() => undefined);
    await server.ended();
    return { targets: [`redis://127.0.0.1:${server.port}`], project: server.folder, expect: { root: 'process/crashed', says: [server.logFile, 'it stopped itself'] } };
  },
});
