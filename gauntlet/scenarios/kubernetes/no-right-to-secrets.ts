import { redisContainer, shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the account may not read Secrets: the image that cannot be had is found all the same',
  arrange: async (world) => {
    const { kube, call } = await shop(world);
    kube.forbidden.add('get secrets');
    const waiting = { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "redis:7.22": manifest for redis:7.22 not found: manifest unknown' } };
    kube.deployment(
      'redis',
      { ...redisContainer, image: 'redis:7.22' },
      { ready: false, status: { phase: 'Pending', containerStatuses: [{ name: 'redis', ready: false, restartCount: 0, state: waiting, lastState: {} }] } },
    );
    return {
      ...call,
      expect: { root: 'container/image-missing', says: ['redis:7.22'] },
      heal: () => {
        kube.forbidden.clear();
        kube.deployment('redis', redisContainer);
      },
    };
  },
});
