import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a firewall answers that the host cannot be reached',
  needs: ['firewall', 'namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const password = world.secret();
    const server = await startServer(world, { through: there.exec, host: there.inside, config: { bind: there.inside, requirepass: password }, login: { password } });
    const rule = ['INPUT', '-p', 'tcp', '--dport', String(server.port), '-j', 'REJECT', '--reject-with', 'icmp-host-unreachable'];
    there.run('iptables', '-A', ...rule);
    return {
      targets: [`redis://:${password}@${there.inside}:${server.port}`],
      expect: { root: 'network/unreachable', says: [there.inside], never: ['network/filtered', 'network/nothing-listening'] },
      heal: () => there.run('iptables', '-D', ...rule),
    };
  },
});
