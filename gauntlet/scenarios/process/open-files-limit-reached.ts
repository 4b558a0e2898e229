import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'too many clients for the few files that the server may open',
  arrange: async (world) => {
    const server = await startServer(world, { through: ['prlimit', '--nofile=64:64'] });
    const clients = await Promise.all(Array.from({ length: 32 }, () => server.client()));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'process/open-files-limit', chain: ['network/connection-limit', 'process/open-files-limit'], says: [/maxclients 10000/] },
      heal: () => {
        for (const client of clients.slice(4)) client.close();
      },
    };
  },
});
