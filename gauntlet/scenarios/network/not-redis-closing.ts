import { listen, namespace, strangers } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'somebody on another host takes the first bytes and closes without a word',
  needs: ['namespaces'],
  alone: true,
  arrange: async (world) => {
    const here = namespace(world);
    const { port } = await listen(world, strangers.closing, { host: here.outside });
    return { targets: [`redis://${here.outside}:${port}`], through: here.exec, expect: { root: 'network/not-redis', never: ['process/unresponsive'] } };
  },
});
