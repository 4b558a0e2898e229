import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server that crashed, was started again, and is well',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'SEGFAULT').catch(() => undefined);
    await server.ended();
    await server.start();
    await server.call('SET', 'greeting', 'hello');
    return { targets: [`redis://127.0.0.1:${server.port}`], project: server.folder, expect: { root: null, never: ['process/crashed', 'process/not-running'] } };
  },
});
