import { connect } from 'node:net';
import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a client asks for much and does not read the replies',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('SET', 'report', 'x'.repeat(200_000));
    const socket = connect({ host: '127.0.0.1', port: server.port });
    world.defer(() => socket.destroy());
    socket.pause();
    socket.write(`CLIENT SETNAME reports\r\n${'GET report\r\n'.repeat(400)}`);
    const client = await server.client();
    await eventually('the replies wait', async () => Number(await client.info('mem_clients_normal')) > 50_000_000);
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/client-buffers', says: [`127.0.0.1:${socket.localPort}`, 'reports', 'CLIENT KILL'], never: ['memory/big-key'] },
      heal: async () => {
        socket.destroy();
        await eventually('the buffers are free', async () => Number(await client.info('mem_clients_normal')) < 1_000_000);
      },
    };
  },
});
