import { listen, strangers } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a secure shell greets on the port',
  alone: true,
  arrange: async (world) => {
    const { port } = await listen(world, strangers.ssh);
    return { targets: [`redis://127.0.0.1:${port}`], expect: { root: 'network/not-redis', says: ['SSH'] } };
  },
});
