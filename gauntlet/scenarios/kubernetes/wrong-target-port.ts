import { shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the Service leads to a port at which its pods do not listen',
  arrange: async (world) => {
    const { kube, call } = await shop(world);
    kube.service('redis', { app: 'redis' }, [{ port: 6379, targetPort: 6380, protocol: 'TCP' }]);
    return {
      ...call,
      expect: { root: 'config/wrong-port', chain: ['network/nothing-listening', 'config/wrong-port'], says: ['6380', 'targetPort'] },
      heal: () => kube.service('redis', { app: 'redis' }),
    };
  },
});
