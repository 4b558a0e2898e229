import { project } from '../../harness/project.ts';

export default project({
  name: 'manifests of a cluster do not run here',
  files: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    'k8s/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: app }
spec:
  selector: { matchLabels: { app: app } }
  template:
    metadata: { labels: { app: app } }
    spec:
      containers:
        - name: app
          image: shop:1.4
          env:
            - { name: REDIS_URL, value: redis://redis.prod.svc:6379 }
`,
  }),
  expect: { root: null },
});
