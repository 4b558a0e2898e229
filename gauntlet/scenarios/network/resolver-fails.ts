import { listenNames, namespace } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the name server answers that it failed',
  needs: ['namespaces'],
  alone: true,
  arrange: async (world) => {
    const here = namespace(world, { nameServer: 'outside' });
    await listenNames(world, here.outside, 'failure');
    return {
      targets: ['redis://redis-prod.internal.example:6379'],
      through: here.exec,
      expect: { root: 'network/resolver-unreachable', says: ['redis-prod.internal.example'], never: ['network/name-not-found'] },
    };
  },
});
