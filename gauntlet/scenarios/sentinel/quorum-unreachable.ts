import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'two of three Sentinels are dead; the primary lives, and nobody could fail over',
  arrange: async (world) => {
    const group = await startSentinels(world);
    const [last, ...others] = group.sentinels;
    for (const each of others) await each.stop('SIGKILL');
    const agree = (word: string) => eventually(word, async () => String(await last?.call('SENTINEL', 'CKQUORUM', 'mymaster').catch(String)).includes(word));
    await agree('NOQUORUM 1');
    return {
      targets: [group.target()],
      expect: { root: 'sentinel/quorum-unreachable', says: others.map(({ port }) => `127.0.0.1:${port}`), never: ['sentinel/primary-down', 'sentinel/disagreement'] },
      heal: async () => {
        for (const each of others) await each.start();
        await agree('OK 3');
      },
    };
  },
});
