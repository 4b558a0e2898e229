import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server could not allocate what it needed',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'OOM').catch(() => undefined);
    await server.ended();
    return { targets: [`redis://127.0.0.1:${server.port}`], project: server.folder, expect: { root: 'process/crashed', says: [/OUT OF MEMORY|allocate \d+ bytes/] } };
  },
});
