import { listenNames, namespace } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the host name does not exist, says the name server',
  needs: ['namespaces'],
  alone: true,
  arrange: async (world) => {
    const here = namespace(world, { nameServer: 'outside' });
    await listenNames(world, here.outside, 'not-found');
    return {
      targets: ['redis://redis-prod.internal.example:6379'],
      through: here.exec,
      expect: { root: 'network/name-not-found', says: ['redis-prod.internal.example'], never: ['network/resolver-unreachable', 'network/filtered'] },
    };
  },
});
