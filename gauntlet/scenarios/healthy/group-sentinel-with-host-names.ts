import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'Sentinels that monitor and announce names in the place of addresses',
  arrange: async (world) => {
    const lines = { 'sentinel resolve-hostnames': 'yes', 'sentinel announce-hostnames': 'yes' };
    const group = await startSentinels(world, { primary: { host: 'localhost', config: { bind: '127.0.0.1 -::1' } }, sentinel: { config: lines } });
    return { targets: [group.target()], expect: { root: null, never: ['sentinel/disagreement', 'sentinel/hostnames-not-enabled', 'sentinel/stale-topology'] } };
  },
});
