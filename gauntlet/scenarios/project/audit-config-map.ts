import { project } from '../../harness/project.ts';

const manifest = (maxmemory: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: redis-config }
data:
  redis.conf: |
    maxmemory ${maxmemory}
    appendonly yes
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redis }
spec:
  serviceName: redis
  replicas: 1
  selector: { matchLabels: { app: redis } }
  template:
    metadata: { labels: { app: redis } }
    spec:
      containers:
        - name: redis
          image: redis:7.4.2
          command: [redis-server, /etc/redis/redis.conf]
          resources: { limits: { memory: 2Gi } }
          volumeMounts:
            - { name: config, mountPath: /etc/redis }
            - { name: data, mountPath: /data }
      volumes:
        - { name: config, configMap: { name: redis-config } }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: v1
kind: Service
metadata: { name: redis }
spec: { selector: { app: redis }, ports: [{ port: 6379 }] }
`;

export default project({
  name: "The redis.conf of a ConfigMap may use all of the container's memory",
  command: 'audit',
  files: () => ({ 'k8s/redis.yaml': manifest('2gb') }),
  expect: { root: 'container/memory-limit-below-maxmemory', says: ['"line":6'], never: ['container/data-not-persisted'] },
  mended: () => ({ 'k8s/redis.yaml': manifest('1gb') }),
});
