import { namespace } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'nobody listens where the name server should be',
  needs: ['namespaces'],
  arrange: (world) => {
    const here = namespace(world, { nameServer: 'outside' });
    return {
      targets: ['redis://redis-prod.internal.example:6379'],
      through: here.exec,
      expect: { root: 'network/resolver-unreachable', never: ['network/name-not-found'] },
    };
  },
});
