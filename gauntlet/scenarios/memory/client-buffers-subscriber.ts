import { connect } from 'node:net';
import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a subscriber does not read, and its limit is switched off',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'client-output-buffer-limit': 'pubsub 0 0 0' } });
    const socket = connect({ host: '127.0.0.1', port: server.port });
    world.defer(() => socket.destroy());
    socket.pause();
    socket.write('SUBSCRIBE prices\r\n');
    const client = await server.client();
    await eventually('the subscriber is there', async () => (await client.call('PUBLISH', 'prices', 'hello')) === 1);
    for (let i = 0; i < 100; i += 1) await client.call('PUBLISH', 'prices', 'x'.repeat(400_000));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/client-buffers', says: [`127.0.0.1:${socket.localPort}`, 'subscribe'] },
      heal: () => socket.destroy(),
    };
  },
});
