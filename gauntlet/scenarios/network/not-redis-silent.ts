import { listen, strangers } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'another program of this machine holds the port and says nothing',
  alone: true,
  arrange: async (world) => {
    const { port } = await listen(world, strangers.silent);
    return { targets: [`redis://127.0.0.1:${port}`], expect: { root: 'network/not-redis', says: [`127.0.0.1:${port}`], never: ['process/unresponsive'] } };
  },
});
