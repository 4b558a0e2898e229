import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the servers' password was changed and the Sentinels were not told",
  arrange: async (world) => {
    const password = world.secret();
    const server = { config: { requirepass: password, masterauth: password }, login: { password } };
    const group = await startSentinels(world, { primary: server, replica: server, lines: { 'sentinel auth-pass': `mymaster ${password}` } });
    const all = (state: string) =>
      Promise.all(group.sentinels.map((each) => eventually(`Sentinel says ${state}`, async () => String(await each.call('INFO', 'sentinel')).includes(state))));
    for (const each of group.sentinels) await each.call('SENTINEL', 'SET', 'mymaster', 'auth-pass', world.secret('old'));
    await all('status=odown');
    return {
      targets: [group.target('mymaster', password)],
      expect: { root: 'auth/sentinel-credentials-missing', says: ['auth-pass'], never: ['replication/split-brain'] },
      heal: async () => {
        for (const each of group.sentinels) await each.call('SENTINEL', 'SET', 'mymaster', 'auth-pass', password);
        await all('status=ok');
      },
    };
  },
});
