import { limitCpu, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a CPU quota that the server does not use up',
  needs: ['cgroups'],
  alone: true,
  arrange: async (world) => {
    const server = await startServer(world);
    limitCpu(world, server.pid, 0.5);
    const client = await server.client();
    const traffic = setInterval(() => void client.call('SET', 'greeting', 'hello').catch(() => undefined), 5);
    world.defer(() => clearInterval(traffic));
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['process/cpu-throttled', 'memory/no-limit'] } };
  },
});
