import { connect } from 'node:net';
import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a MONITOR that nobody reads fills the memory, and writes are refused for it',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '50mb' } });
    const socket = connect({ host: '127.0.0.1', port: server.port });
    world.defer(() => socket.destroy());
    socket.pause();
    socket.write('MONITOR\r\n');
    const client = await server.client();
    await eventually('writes are refused', async () => (await client.refusal('SET', 'page', 'x'.repeat(500_000)))?.startsWith('OOM'), { everyMs: 0 });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/client-buffers', chain: ['memory/full-noeviction', 'memory/client-buffers'], says: [`127.0.0.1:${socket.localPort}`, 'monitor'] },
      heal: async () => {
        socket.destroy();
        await eventually('the buffers are free', async () => Number(await client.info('mem_clients_normal')) < 1_000_000);
      },
    };
  },
});
