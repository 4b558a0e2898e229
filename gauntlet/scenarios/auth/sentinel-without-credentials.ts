import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'Sentinels without auth-pass call a healthy primary with a password down',
  arrange: async (world) => {
    const password = world.secret();
    const server = { config: { requirepass: password, masterauth: password }, login: { password } };
    const group = await startSentinels(world, { primary: server, replica: server, settled: false });
    const all = (state: string) =>
      Promise.all(group.sentinels.map((each) => eventually(`Sentinel says ${state}`, async () => String(await each.call('INFO', 'sentinel')).includes(state))));
    await all('status=sdown');
    return {
      targets: [group.target('mymaster', password)],
      expect: { root: 'auth/sentinel-credentials-missing', says: ['auth-pass'], never: ['process/not-running', 'replication/split-brain'] },
      heal: async () => {
        for (const each of group.sentinels) await each.call('SENTINEL', 'SET', 'mymaster', 'auth-pass', password);
        await all('status=ok');
        await all('slaves=1,sentinels=3');
      },
    };
  },
});
