import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'three Sentinels, a primary and two replicas without passwords',
  arrange: async (world) => {
    const group = await startSentinels(world, { replicas: 2 });
    return { targets: [group.target()], expect: { root: null, never: ['sentinel/asked-as-redis'] } };
  },
});
