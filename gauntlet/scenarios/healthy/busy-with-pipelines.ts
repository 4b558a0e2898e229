import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a busy server: pipelines of sixteen commands at a steady pace, every answer in time',
  alone: true,
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '200mb' } });
    const clients = await Promise.all(Array.from({ length: 10 }, () => server.client()));
    const round = Array.from({ length: 16 }, (_, k) => (k % 2 ? ['GET', `page:${k}`] : ['SET', `page:${k}`, 'x'.repeat(200), 'EX', '600']));
    const traffic = setInterval(() => {
      for (const client of clients) void client.connection.pipeline(round, { timeoutMs: 10_000 }).catch(() => undefined);
    }, 10);
    world.defer(() => clearInterval(traffic));
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['latency/cpu-saturated', 'latency/slow-command'] } };
  },
});
