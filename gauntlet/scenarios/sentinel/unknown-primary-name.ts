import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application asks Sentinel for a name that it does not monitor',
  arrange: async (world) => {
    const group = await startSentinels(world, { sentinels: 1, quorum: 1 });
    return {
      targets: [group.target('orders')],
      expect: { root: 'sentinel/unknown-primary-name', says: ['orders', 'mymaster'], never: ['sentinel/primary-down', 'config/placeholder-value'] },
      healed: { targets: [group.target()] },
    };
  },
});
