import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the primary hangs and the only replica may not be promoted: it has priority 0',
  arrange: async (world) => {
    const password = world.secret();
    const server = { config: { requirepass: password, masterauth: password, 'replica-priority': '0' }, login: { password } };
    const group = await startSentinels(world, { primary: server, replica: server, lines: { 'sentinel auth-pass': `mymaster ${password}` } });
    group.primary.freeze();
    const says = (word: string) => Promise.all(group.sentinels.map((each) => eventually(word, async () => String(await each.call('INFO', 'sentinel')).includes(`status=${word}`))));
    await says('odown');
    return {
      targets: [group.target('mymaster', password)],
      expect: { root: 'sentinel/primary-down', says: [`127.0.0.1:${group.primary.port}`, 'fit'], never: ['sentinel/no-replica-to-promote', 'sentinel/quorum-unreachable'] },
      heal: async () => {
        group.primary.thaw();
        await says('ok');
      },
    };
  },
});
