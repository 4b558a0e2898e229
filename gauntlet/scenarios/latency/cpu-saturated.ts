import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'clients ask for far more than one core can answer',
  alone: true,
  arrange: async (world) => {
    const server = await startServer(world);
    const load = world.spawn('redis-benchmark', ['-p', String(server.port), '-c', '500', '-P', '200', '-n', '1000000000', '-r', '100000', '-t', 'set,incr', '-q']);
    const client = await server.client();
    await eventually('it is under load', async () => Number(await client.info('instantaneous_ops_per_sec')) > 50_000);
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'latency/cpu-saturated', says: [/\d\d % of its core/, /a PING waits \d+ ms/], never: ['process/cpu-throttled', 'process/unresponsive'] },
      heal: () => load.kill('SIGKILL'),
    };
  },
});
