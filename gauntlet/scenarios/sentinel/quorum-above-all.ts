import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the quorum is three and there are only two Sentinels',
  arrange: async (world) => {
    const group = await startSentinels(world, { sentinels: 2, quorum: 3 });
    return {
      targets: [group.target()],
      expect: { root: 'sentinel/quorum-unreachable', says: ['quorum is 3'], never: ['sentinel/primary-down', 'sentinel/stale-topology'] },
      heal: () => Promise.all(group.sentinels.map((each) => each.call('SENTINEL', 'SET', 'mymaster', 'quorum', '2'))),
    };
  },
});
