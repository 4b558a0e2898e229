import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cache far too small for what is asked of it',
  alone: true,
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '20mb', 'maxmemory-policy': 'allkeys-lru' } });
    const load = world.spawn('redis-benchmark', ['-p', String(server.port), '-c', '4', '-n', '100000000', '-r', '10000000', '-d', '500', '-t', 'set', '-q']);
    const reads = world.spawn('redis-benchmark', ['-p', String(server.port), '-c', '4', '-n', '100000000', '-r', '10000000', '-t', 'get', '-q']);
    const client = await server.client();
    await eventually('keys are evicted and missed', async () => Number(await client.info('evicted_keys')) > 5000 && Number(await client.info('keyspace_misses')) > 1000);
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/eviction-churn', says: [/evicts \d+ keys a second/, /\d+ % of the reads/, '20 MiB'], never: ['memory/full-noeviction', 'latency/slow-command'] },
      heal: () => {
        for (const each of [load, reads]) each.kill('SIGKILL');
      },
    };
  },
});
