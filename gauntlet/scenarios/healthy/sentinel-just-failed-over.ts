import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a Sentinel group that has failed over a moment ago and settled',
  arrange: async (world) => {
    const group = await startSentinels(world, { replicas: 2 });
    const [first] = group.sentinels;
    await first?.call('SENTINEL', 'FAILOVER', 'mymaster');
    await eventually('the old primary follows the new one', async () => String(await group.primary.call('INFO', 'replication')).includes('master_link_status:up'));
    for (const each of group.sentinels)
      await eventually(
        'every Sentinel names the new one',
        async () => !String(await each.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster')).includes(String(group.primary.port)),
      );
    return { targets: [group.target()], expect: { root: null, never: ['sentinel/disagreement', 'replication/split-brain'] } };
  },
});
