import { type Client, eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'maxclients is reached and the holders do not let go',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxclients: '5' } });
    const held: Client[] = [];
    await eventually('the next one is refused', async () => {
      const client = await server.client();
      if (String(await client.quietly('PING').catch(String)) !== 'PONG') return true;
      held.push(client);
      return false;
    });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'network/connection-limit', says: [`127.0.0.1:${server.port}`], never: ['network/not-redis', 'process/unresponsive'] },
      heal: async () => {
        await held[0]?.call('CONFIG', 'SET', 'maxclients', '100');
        for (const client of held) client.close();
      },
    };
  },
});
