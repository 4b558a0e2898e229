import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a Sentinel group whose primary would go on accepting writes when it is cut off',
  arrange: async (world) => {
    const group = await startSentinels(world);
    return {
      targets: [group.target()],
      expect: { root: null, finds: ['replication/unprotected-writes'], never: ['replication/not-enough-replicas', 'replication/split-brain'] },
      heal: () => group.primary.call('CONFIG', 'SET', 'min-replicas-to-write', '1'),
    };
  },
});
