import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the primary died a moment ago, Sentinel agrees that it is down, and its only replica hangs',
  arrange: async (world) => {
    const group = await startSentinels(world);
    const [replica] = group.replicas;
    replica?.freeze();
    await group.primary.stop('SIGKILL');
    for (const each of group.sentinels) await eventually('it is down', async () => String(await each.call('INFO', 'sentinel')).includes('status=odown'));
    return {
      targets: [group.target()],
      expect: { root: 'sentinel/primary-down', says: [`127.0.0.1:${group.primary.port}`], never: ['sentinel/unreachable-announcement', 'replication/split-brain'] },
    };
  },
});
