import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a machine with the primary and two of three Sentinels is gone: the last Sentinel may not act alone',
  arrange: async (world) => {
    const group = await startSentinels(world);
    const [last, ...others] = group.sentinels;
    await Promise.all([group.primary, ...others].map((each) => each.stop('SIGKILL')));
    await eventually('the last one sees it', async () => /status=sdown/.test(String(await last?.call('INFO', 'sentinel'))));
    await eventually('it misses the others', async () => String(await last?.call('SENTINEL', 'SENTINELS', 'mymaster')).split('s_down').length > 2);
    return {
      targets: [group.target()],
      expect: {
        root: 'sentinel/primary-down',
        says: [`127.0.0.1:${group.primary.port}`, 'too few Sentinels'],
        never: ['sentinel/unreachable-announcement', 'sentinel/disagreement'],
      },
      heal: async () => {
        await Promise.all([group.primary, ...others].map((each) => each.start()));
        for (const each of group.sentinels) await eventually('all is well', async () => /status=ok.*slaves=1,sentinels=3/.test(String(await each.call('INFO', 'sentinel'))));
        await eventually('they see each other', async () => String(await last?.call('SENTINEL', 'CKQUORUM', 'mymaster')).startsWith('OK 3'));
      },
    };
  },
});
