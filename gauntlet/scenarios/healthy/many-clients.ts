import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'five hundred connections, most of them idle, some waiting in BLPOP',
  arrange: async (world) => {
    const server = await startServer(world);
    const clients = await Promise.all(Array.from({ length: 500 }, () => server.client()));
    for (const client of clients.slice(0, 50)) void client.connection.call(['BLPOP', 'jobs', '0'], { timeoutMs: 600_000 }).catch(() => undefined);
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['network/connection-limit', 'latency/slow-command'] } };
  },
});
