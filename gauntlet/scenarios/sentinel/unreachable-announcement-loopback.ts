import { eventually, namespace, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'Sentinels on another host hand out 127.0.0.1, where they see the primary themselves',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const password = world.secret();
    const server = { through: there.exec, config: { bind: `127.0.0.1 ${there.inside}`, requirepass: password, masterauth: password }, host: there.inside, login: { password } };
    const group = await startSentinels(world, {
      sentinels: 1,
      quorum: 1,
      primary: server,
      replicas: 0,
      sentinel: { through: there.exec, host: there.inside, config: { bind: there.inside, 'protected-mode': 'no' } },
      lines: { 'sentinel auth-pass': `mymaster ${password}` },
    });
    const [sentinel] = group.sentinels;
    const watch = async (host: string) => {
      await sentinel?.call('SENTINEL', 'REMOVE', 'mymaster');
      await sentinel?.call('SENTINEL', 'MONITOR', 'mymaster', host, String(group.primary.port), '1');
      await sentinel?.call('SENTINEL', 'SET', 'mymaster', 'auth-pass', password, 'down-after-milliseconds', '1000');
      await eventually('it has reached the primary', async () => /runid,[0-9a-f]{40}/.test(String(await sentinel?.call('SENTINEL', 'MASTER', 'mymaster'))));
    };
    await watch('127.0.0.1');
    return {
      targets: [group.target('mymaster', password)],
      expect: { root: 'sentinel/unreachable-announcement', says: [`127.0.0.1:${group.primary.port}`], never: ['sentinel/primary-down', 'process/unresponsive'] },
      heal: () => watch(there.inside),
    };
  },
});
