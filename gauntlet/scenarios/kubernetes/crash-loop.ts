import { crashed, redisContainer, shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

/** What redis-server 7.0 writes to its output when a line of its configuration is wrong. */
const said = `
*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***
Reading the configuration file, at line 3
>>> 'maxmemroy "128mb"'
Bad directive or wrong number of arguments
`;

export default scenario({
  name: "the server's pod crashes again and again over a misspelt directive",
  arrange: async (world) => {
    const { kube, call, redisPod } = await shop(world);
    kube.deployment('redis', redisContainer, { status: crashed('redis', 1, 'Error', 7), ready: false });
    kube.log(redisPod, said, true);
    kube.log(redisPod, said);
    return {
      ...call,
      expect: { root: 'config/fatal-directive', chain: ['container/restart-loop', 'config/fatal-directive'], says: ['maxmemroy'], never: ['container/duplicate'] },
      heal: () => kube.deployment('redis', redisContainer),
    };
  },
});
