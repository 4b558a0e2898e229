import { eventually, limitCpu, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a CPU quota of a tenth of a core holds a busy server back',
  needs: ['cgroups'],
  alone: true,
  arrange: async (world) => {
    const server = await startServer(world);
    limitCpu(world, server.pid, 0.1);
    const load = world.spawn('redis-benchmark', ['-p', String(server.port), '-c', '20', '-n', '100000000', '-r', '10000', '-t', 'get,set', '-q']);
    const client = await server.client();
    await eventually('it is under load', async () => Number(await client.info('instantaneous_ops_per_sec')) > 1000);
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'process/cpu-throttled', says: ['0.1 core'], never: ['process/unresponsive'] },
      heal: () => load.kill('SIGKILL'),
    };
  },
});
