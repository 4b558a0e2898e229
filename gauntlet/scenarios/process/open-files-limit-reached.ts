import { type Client, eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'too many clients for the few files that the server may open',
  arrange: async (world) => {
    const server = await startServer(world, { through: ['prlimit', '--nofile=64:64'] });
    const clients: Client[] = [];
    const isRefused = async () => {
      const client = await server.client();
      clients.push(client);
      return (await client.refusal('PING').catch(() => 'closed')) !== null;
    };
    await eventually('every place is taken', isRefused, { everyMs: 0 });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'process/open-files-limit', chain: ['network/connection-limit', 'process/open-files-limit'], says: [/maxclients 10000/] },
      heal: () => {
        for (const client of clients.slice(4)) client.close();
      },
    };
  },
});
