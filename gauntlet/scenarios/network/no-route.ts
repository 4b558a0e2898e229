import { namespace } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'this host has no route to the network of the server',
  needs: ['namespaces'],
  arrange: (world) => ({
    targets: ['redis://203.0.113.7:6379'],
    through: namespace(world).exec,
    expect: { root: 'network/unreachable', says: ['203.0.113.7'], never: ['network/filtered'] },
  }),
});
