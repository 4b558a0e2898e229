import { freePort, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server is told to replicate itself',
  arrange: async (world) => {
    const port = await freePort();
    const server = await startServer(world, { port, config: { replicaof: `127.0.0.1 ${port}` } });
    return {
      targets: [`redis://127.0.0.1:${port}`],
      expect: { root: 'replication/cascade-loop', says: ['itself', `127.0.0.1:${port}`], never: ['replication/sync-in-progress'] },
      heal: () => server.call('REPLICAOF', 'NO', 'ONE'),
    };
  },
});
