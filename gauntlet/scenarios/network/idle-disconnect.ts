import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server cuts connections that are idle for five seconds',
  arrange: async (world) => {
    const server = await startServer(world, { config: { timeout: '5' } });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'network/idle-disconnect', says: [/5 s/] },
      heal: () => server.call('CONFIG', 'SET', 'timeout', '0'),
    };
  },
});
