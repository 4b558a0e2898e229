import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the process is stopped: connections open and nothing answers',
  arrange: async (world) => {
    const server = await startServer(world);
    server.freeze();
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'process/unresponsive', says: [`kill -CONT ${server.pid}`, 'SIGSTOP'], never: ['network/not-redis', 'tls/server-expects-tls', 'network/filtered'] },
      heal: () => server.thaw(),
    };
  },
});
