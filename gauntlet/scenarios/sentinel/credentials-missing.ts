import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the servers got a password and the Sentinels were not told: they call a living primary dead',
  arrange: async (world) => {
    const group = await startSentinels(world, { replicas: 0 });
    const password = world.secret();
    await group.primary.call('CONFIG', 'SET', 'requirepass', password);
    for (const each of group.sentinels) {
      // Connections outlive the change: Sentinel is made to connect anew.
      await each.call('SENTINEL', 'REMOVE', 'mymaster');
      await each.call('SENTINEL', 'MONITOR', 'mymaster', '127.0.0.1', String(group.primary.port), '2');
      await each.call('SENTINEL', 'SET', 'mymaster', 'down-after-milliseconds', '1000');
    }
    // Each in its turn connects anew, and tells nothing of its link meanwhile: by then all have seen what is wrong.
    for (const each of group.sentinels) await eventually('it counts as down', async () => /status=[so]down/.test(String(await each.call('INFO', 'sentinel'))));
    return {
      targets: [group.target('mymaster', password)],
      expect: { root: 'auth/sentinel-credentials-missing', says: ['auth-pass', `127.0.0.1:${group.primary.port}`], never: ['sentinel/primary-down', 'auth/password-wrong'] },
      heal: async () => {
        for (const each of group.sentinels) await each.call('SENTINEL', 'SET', 'mymaster', 'auth-pass', password);
        for (const each of group.sentinels) await eventually('all is well', async () => /status=ok.*sentinels=3/.test(String(await each.call('INFO', 'sentinel'))));
      },
    };
  },
});
