import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server was restarted and reads its data',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'key-load-delay': '200', 'loading-process-events-interval-bytes': '1024' } });
    await server.call('DEBUG', 'POPULATE', '100000', 'order', '20');
    await server.call('SAVE');
    await server.stop('SIGKILL');
    await server.start();
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'process/loading', says: [/\d+ % of/, /about \d+ s left/], never: ['process/unresponsive', 'persistence/snapshot-corrupt'] },
      heal: async () => {
        const client = await server.client();
        await client.call('CONFIG', 'SET', 'key-load-delay', '0');
        await eventually('it is loaded', async () => (await client.info('loading')) === '0');
        client.close();
      },
    };
  },
});
