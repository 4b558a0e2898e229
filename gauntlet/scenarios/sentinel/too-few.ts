import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a lone Sentinel watches the primary',
  arrange: async (world) => {
    const group = await startSentinels(world, { sentinels: 1, quorum: 1 });
    return { targets: [group.target()], expect: { root: null, finds: ['sentinel/too-few'], never: ['sentinel/quorum-unreachable'] } };
  },
});
