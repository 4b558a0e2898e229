import { shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

const policy = (...from: string[]) => ({
  kind: 'NetworkPolicy',
  metadata: { name: 'redis-only-for-some' },
  spec: {
    podSelector: { matchLabels: { app: 'redis' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: from.map((app) => ({ podSelector: { matchLabels: { app } } })), ports: [{ protocol: 'TCP', port: 6379 }] }],
  },
});

export default scenario({
  name: 'a network policy lets only others through to the server',
  arrange: async (world) => {
    const { kube, call } = await shop(world);
    kube.apply(policy('worker'));
    return { ...call, expect: { root: 'network/filtered', says: ['redis-only-for-some', 'ingress'] }, heal: () => kube.apply(policy('worker', 'api')) };
  },
});
