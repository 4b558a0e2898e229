import { crashed, redisContainer, shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the server's pod is killed over its memory limit",
  arrange: async (world) => {
    const { kube, call } = await shop(world);
    kube.deployment('redis', redisContainer, { status: crashed('redis', 137, 'OOMKilled', 4), ready: false });
    return {
      ...call,
      expect: { root: 'container/oom-killed', chain: ['container/restart-loop', 'container/oom-killed'], says: ['256 MiB', /kubectl .*set resources deployment\/redis/] },
      heal: () => kube.deployment('redis', redisContainer),
    };
  },
});
