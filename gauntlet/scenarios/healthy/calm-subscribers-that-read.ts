import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'forty subscribers that read what they are sent, and a monitor that does',
  arrange: async (world) => {
    const server = await startServer(world);
    const readers = await Promise.all(Array.from({ length: 40 }, () => server.client()));
    for (const reader of readers) await reader.call('SUBSCRIBE', 'prices');
    const client = await server.client();
    const traffic = setInterval(() => void client.call('PUBLISH', 'prices', 'x'.repeat(20_000)).catch(() => undefined), 20);
    world.defer(() => clearInterval(traffic));
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['memory/client-buffers'] } };
  },
});
