import { namespace } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the name server never answers: its packets vanish',
  needs: ['firewall', 'namespaces'],
  arrange: (world) => {
    const here = namespace(world, { nameServer: 'outside' });
    here.run('iptables', '-A', 'OUTPUT', '-p', 'udp', '--dport', '53', '-j', 'DROP');
    here.run('iptables', '-A', 'OUTPUT', '-p', 'tcp', '--dport', '53', '-j', 'DROP');
    return {
      targets: ['redis://redis-prod.internal.example:6379'],
      through: here.exec,
      expect: { root: 'network/resolver-unreachable', says: ['redis-prod.internal.example'], never: ['network/name-not-found'] },
    };
  },
});
