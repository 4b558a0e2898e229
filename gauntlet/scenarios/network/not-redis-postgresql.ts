import { listen, strangers } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'PostgreSQL answers on the port',
  alone: true,
  arrange: async (world) => {
    const { port } = await listen(world, strangers.postgresql);
    return { targets: [`redis://127.0.0.1:${port}`], expect: { root: 'network/not-redis', says: ['PostgreSQL'] } };
  },
});
