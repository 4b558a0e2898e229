import { shop } from '../../harness/kubernetes.ts';
import { scenario } from '../../harness/scenario.ts';

/** Of another environment, with decoys that the cluster does not run. */
const files = () => ({
  '.env': 'REDIS_URL=redis://127.0.0.1:1/0\n',
  'k8s/staging/api.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: staging }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: registry.example.org/shop/api:1.5
          env: [{ name: REDIS_URL, value: "redis://redis-staging:6379" }]
`,
});

export default scenario({
  name: 'all is well in the cluster; the files beside it are of the developer and of another environment',
  arrange: async (world) => {
    const { kube, call, server } = await shop(world, files);
    // A policy that allows the way, and a second replica of the application.
    kube.apply({
      kind: 'NetworkPolicy',
      metadata: { name: 'redis' },
      spec: { podSelector: { matchLabels: { app: 'redis' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'shop' } } }] }] },
    });
    kube.maxPage = 1;
    kube.forward('redis-7d9f8c6b5d-abcde', 6379, server.port);
    return { ...call, options: [...call.options, '--namespace', 'shop'], expect: { root: null, never: ['config/change-not-applied', 'network/filtered', 'container/duplicate'] } };
  },
});
