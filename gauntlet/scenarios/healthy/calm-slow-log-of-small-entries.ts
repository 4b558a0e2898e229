import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a slow log full of entries below a millisecond, and one long act of an operator',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'slowlog-log-slower-than': '0', 'slowlog-max-len': '1000' } });
    const client = await server.client();
    await client.call('DEBUG', 'SLEEP', '0.2');
    for (let i = 0; i < 300; i += 1) await client.call('LPUSH', 'events', String(i));
    for (let i = 0; i < 300; i += 1) await client.call('LRANGE', 'events', '0', '100');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['latency/slow-command'] } };
  },
});
