import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'Sentinels with the default of 30 s before they call a primary dead',
  arrange: async (world) => {
    const group = await startSentinels(world, { lines: { 'sentinel down-after-milliseconds': 'mymaster 30000' } });
    return {
      targets: [group.target()],
      expect: { root: null, finds: ['sentinel/slow-detection'], never: ['sentinel/primary-down'] },
    };
  },
});
