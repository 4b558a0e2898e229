import { apiContainer, shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: registry.example.org/shop/api:1.4
          env:
            - { name: REDIS_HOST, value: redis }
            - { name: REDIS_PORT, value: "6379" }
            - name: REDIS_PASSWORD
              valueFrom: { secretKeyRef: { name: redis-login, key: password } }
`;

export default scenario({
  name: 'the manifest was corrected and never applied: the pod still has the old host',
  arrange: async (world) => {
    const { kube, call } = await shop(world, () => ({ 'k8s/api.yaml': manifest }));
    const old = { ...apiContainer, env: apiContainer.env.map((each) => (each.name === 'REDIS_HOST' ? { name: 'REDIS_HOST', value: 'redis-old' } : each)) };
    kube.deployment('api', old);
    return {
      ...call,
      expect: { root: 'config/change-not-applied', chain: ['network/name-not-found', 'config/change-not-applied'], says: ['k8s/api.yaml:13', /apply -f/] },
      heal: () => kube.deployment('api', apiContainer),
    };
  },
});
