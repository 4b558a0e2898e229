import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the primary was killed and there is no replica that Sentinel could promote',
  arrange: async (world) => {
    const group = await startSentinels(world, { replicas: 0 });
    await group.primary.stop('SIGKILL');
    const says = (word: string) => Promise.all(group.sentinels.map((each) => eventually(word, async () => String(await each.call('INFO', 'sentinel')).includes(`status=${word}`))));
    await says('odown');
    return {
      targets: [group.target()],
      expect: {
        root: 'sentinel/primary-down',
        says: [`127.0.0.1:${group.primary.port}`, 'no replica'],
        never: ['sentinel/unreachable-announcement', 'sentinel/quorum-unreachable'],
      },
      heal: async () => {
        await group.primary.start();
        await says('ok');
      },
    };
  },
});
