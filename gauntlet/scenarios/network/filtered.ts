import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a firewall on the other host swallows the packets to the port',
  needs: ['firewall', 'namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const password = world.secret();
    const server = await startServer(world, { through: there.exec, host: there.inside, config: { bind: there.inside, requirepass: password }, login: { password } });
    const rule = ['INPUT', '-p', 'tcp', '--dport', String(server.port), '-j', 'DROP'];
    there.run('iptables', '-A', ...rule);
    return {
      targets: [`redis://:${password}@${there.inside}:${server.port}`],
      expect: { root: 'network/filtered', says: [`${there.inside}:${server.port}`], never: ['network/nothing-listening', 'process/unresponsive'] },
      heal: () => there.run('iptables', '-D', ...rule),
    };
  },
});
