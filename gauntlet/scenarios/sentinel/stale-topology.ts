import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a replica was taken away for good and Sentinel still lists it',
  arrange: async (world) => {
    const group = await startSentinels(world, { replicas: 2 });
    const [gone] = group.replicas;
    await gone?.stop();
    for (const each of group.sentinels) await eventually('it is missed', async () => String(await each.call('SENTINEL', 'SLAVES', 'mymaster')).includes('s_down'));
    return {
      targets: [group.target()],
      expect: { root: null, finds: ['sentinel/stale-topology'], never: ['sentinel/no-replica-to-promote', 'sentinel/unreachable-announcement', 'replication/link-down'] },
    };
  },
});
