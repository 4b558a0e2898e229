import { eventually, linkUp, namespace, startReplicated, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the Sentinels lost sight of the primary and promoted a replica; the old primary goes on serving whom it can reach',
  needs: ['namespaces', 'firewall'],
  arrange: async (world) => {
    const there = namespace(world);
    const password = world.secret();
    const server = { host: there.outside, config: { bind: there.outside, requirepass: password, masterauth: password }, login: { password } };
    const { primary, replicas } = await startReplicated(world, { primary: server, replica: server });
    const watch = {
      'sentinel monitor': `mymaster ${there.outside} ${primary.port} 2`,
      'sentinel auth-pass': `mymaster ${password}`,
      'sentinel down-after-milliseconds': 'mymaster 1000',
    };
    const start = () => startServer(world, { sentinel: true, through: there.exec, host: there.inside, config: { bind: there.inside, 'protected-mode': 'no', ...watch } });
    const sentinels = await Promise.all([start(), start(), start()]);
    for (const each of sentinels) await eventually('the Sentinels are settled', async () => String(await each.call('INFO', 'sentinel')).includes('slaves=1,sentinels=3'));
    there.run('iptables', '-I', 'OUTPUT', '-p', 'tcp', '--dport', String(primary.port), '-j', 'REJECT', '--reject-with', 'tcp-reset');
    await eventually('the replica is promoted', async () => String(await replicas[0]?.call('ROLE')).startsWith('master'));
    for (const each of sentinels)
      await eventually('all know it', async () => String(await each.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster')).includes(String(replicas[0]?.port)));
    return {
      targets: [`sentinel://:${password}@${sentinels.map(({ port }) => `${there.inside}:${port}`).join(',')}/mymaster`],
      expect: { root: 'replication/split-brain', says: [`${there.outside}:${primary.port}`, `${there.outside}:${replicas[0]?.port}`], never: ['sentinel/disagreement'] },
      heal: async () => {
        there.run('iptables', '-F', 'OUTPUT');
        await eventually('the old primary is told', async () => String(await primary.call('ROLE')).startsWith('slave'));
        await linkUp(primary);
      },
    };
  },
});
