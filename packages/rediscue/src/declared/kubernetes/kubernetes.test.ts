import { describe, expect, test } from 'vitest';
import type { ConfigMapObject, NetworkPolicy, ServiceLinks, WorkloadObject } from './index.ts';
import { kubernetesReader } from './index.ts';
import { deployment, effective, readProject, service } from './kubernetes.fixture.ts';

const data = <T>(reading: ReturnType<typeof readProject>, kind: string): T[] => reading.objects.filter((object) => object.kind === kind).map((object) => object.data as T);

const redis = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: redis, namespace: shop}
spec:
  serviceName: redis
  replicas: 3
  selector: {matchLabels: {app: redis}}
  template:
    metadata: {labels: {app: redis}}
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: 999}
      initContainers:
      - name: config
        image: redis:7
        command: [sh, -c, cp /config/redis.conf /data/redis.conf]
        volumeMounts: [{name: config, mountPath: /config}, {name: data, mountPath: /data}]
      containers:
      - name: redis
        image: redis:7.2
        command: [redis-server, /data/redis.conf]
        args: ["--port", "6379"]
        ports: [{name: redis, containerPort: 6379}]
        readinessProbe:
          exec: {command: [redis-cli, ping]}
          periodSeconds: 5
        livenessProbe: {tcpSocket: {port: redis}}
        resources: {limits: {memory: 1.5Gi}}
        volumeMounts:
        - {name: data, mountPath: /data}
        - {name: config, mountPath: /etc/redis.conf, subPath: redis.conf}
        - {name: tmp, mountPath: /tmp}
      - name: exporter
        image: oliver006/redis_exporter
        ports: [{containerPort: 9121}]
      volumes:
      - {name: config, configMap: {name: redis-config}}
      - {name: tmp, emptyDir: {}}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
---
apiVersion: v1
kind: Service
metadata: {name: redis, namespace: shop}
spec: {clusterIP: None, publishNotReadyAddresses: true, selector: {app: redis}, ports: [{port: 6379, targetPort: redis}]}
---
apiVersion: v1
kind: Service
metadata: {name: redis-out, namespace: shop}
spec: {type: NodePort, selector: {app: redis}, ports: [{port: 6379, targetPort: redis, nodePort: 30079}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: redis-config, namespace: shop}
data:
  redis.conf: |
    maxmemory 2gb
    appendonly yes
  other: x
`;

describe('a workload', () => {
  const reading = readProject({ 'k8s/redis.yaml': redis });
  const [main, exporter, init] = reading.programs;

  test('is a program for each container', () => {
    expect(reading.programs.map(({ name }) => name)).toEqual(['redis/redis', 'redis/exporter', 'redis/config']);
    expect(reading.problems).toEqual([]);
    expect(reading.dangling).toEqual([]);
    expect(main).toMatchObject({
      format: 'kubernetes',
      runs: 'pod',
      group: 'shop@k8s',
      variant: null,
      place: { file: 'k8s/redis.yaml', line: 18, column: 15 },
      image: { value: 'redis:7.2', place: { line: 19, column: 16 } },
      command: { value: ['redis-server', '/data/redis.conf', '--port', '6379'] },
      healthCheck: { value: ['redis-cli', 'ping'], place: { line: 24 } },
      restart: { value: 'Always' },
      memoryLimitBytes: { value: 1.5 * 2 ** 30, place: { line: 27 } },
      user: { value: '999' },
      replicas: 3,
      hostNetwork: false,
    });
    expect(init?.healthCheck).toBeNull();
  });

  test('has its volumes', () => {
    expect(main?.mounts.map(({ kind, source, target }) => `${kind} ${source} ${target}`)).toEqual(['volume data /data', 'config redis-config /etc/redis.conf', 'tmpfs null /tmp']);
    const [workload] = data<WorkloadObject>(reading, 'kubernetes-workload');
    expect(workload?.containers[0]?.mounts[1]).toMatchObject({ type: 'configMap', subPath: 'redis.conf', readOnly: false });
    expect(workload?.claims).toMatchObject([{ name: 'data', storageBytes: 10 * 2 ** 30, accessModes: ['ReadWriteOnce'] }]);
  });

  test('is reached through Services, its pods through the headless one', () => {
    expect(main?.reachedAs).toEqual(expect.arrayContaining(['redis', 'redis.shop.svc.cluster.local', 'redis-out', 'redis-0.redis', 'redis-2.redis.shop.svc.cluster.local']));
    expect(main?.reachedAs).not.toContain('redis-3.redis');
    expect(main?.ports).toMatchObject([{ inside: 6379, outside: 30079, address: null }]);
    expect(exporter?.reachedAs).toEqual([]);
    expect(init?.reachedAs).toEqual([]);
    expect(data(reading, 'kubernetes-service')).toMatchObject([
      { headless: true, publishNotReadyAddresses: true, programs: ['redis/redis'] },
      { headless: false, type: 'NodePort' },
    ]);
  });

  test('shows its probes and its configuration', () => {
    expect(data(reading, 'kubernetes-probe')).toMatchObject([
      { probe: 'liveness', type: 'tcp', port: 'redis', periodSeconds: 10, timeoutSeconds: 1 },
      { probe: 'readiness', type: 'exec', periodSeconds: 5 },
    ]);
    const [config] = data<ConfigMapObject>(reading, 'kubernetes-config-map');
    expect(config?.texts).toEqual([{ key: 'redis.conf', text: 'maxmemory 2gb\nappendonly yes\n', place: { file: 'k8s/redis.yaml', line: 57 }, isLineByLine: true }]);
    expect(config?.keys.map(({ name }) => name)).toEqual(['redis.conf', 'other']);
  });

  test.each([
    ['CronJob', 'batch/v1', 'jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}}}', 'Never'],
    ['Job', 'batch/v1', 'template: {spec: {containers: [{name: a, image: i}]}}', undefined],
    ['Pod', 'v1', 'containers: [{name: a, image: i}]', 'Always'],
    ['DaemonSet', 'apps/v1', 'template: {spec: {containers: [{name: a, image: i}]}}', 'Always'],
    ['Rollout', 'argoproj.io/v1alpha1', 'template: {spec: {containers: [{name: a, image: i}]}}', 'Always'],
    ['ReplicaSet', 'apps/v1', 'template: {spec: {containers: [{name: a, image: i}]}}', 'Always'],
    ['Service', 'serving.knative.dev/v1', 'template: {spec: {containers: [{name: a, image: i}]}}', 'Always'],
  ])('may be a %s', (kind, apiVersion, spec, restart) => {
    const { programs } = readProject({ 'a.yaml': `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\nspec: {${spec}}\n` });
    expect(programs.map((program) => [program.name, program.restart?.value])).toEqual([['x', restart]]);
  });

  test('may stand in a List, in JSON, in several documents with CRLF and a byte order mark', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    expect(
      readProject({
        'a.json': JSON.stringify(pod, null, 2),
        'b.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ ...pod, metadata: { name: 'q' } }] }),
      }).programs.map(({ name }) => name),
    ).toEqual(['p', 'q']);
    expect(
      readProject({ 'a.yaml': `\uFEFF# first\n---\n# none\n---\n${deployment('one')}---\n${deployment('two')}...\n`.replaceAll('\n', '\r\n') }).programs.map(({ name, place }) => [
        name,
        place.line,
      ]),
    ).toEqual([
      ['one', 14],
      ['two', 26],
    ]);
  });
});

describe('what is no manifest', () => {
  test.each([
    ['compose.yaml', 'services: {redis: {image: redis}}'],
    ['values.yaml', 'kind: Deployment\nredis: {host: x}\n'],
    ['chart/templates/api.yaml', `{{- if .Values.on }}\n${deployment('{{ .Release.Name }}')}{{- end }}\n`],
    ['a.yaml', '# apiVersion: v1\n# kind: Pod\nname: x\n'],
    ['examples/api.yaml', deployment('api')],
    ['k8s/api.example.yaml', deployment('api')],
    ['k8s/crd.yaml', 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\n'],
    ['pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, ownerReferences: [{kind: ReplicaSet}]}\nspec: {containers: [{name: a}]}\n'],
    ['ci.yml', 'jobs:\n  a:\n    run: |\n      apiVersion: v1\n      kind: Pod\n'],
  ])('is passed over: %s', (file, text) => {
    expect(readProject({ [file]: text })).toMatchObject({ programs: [], dangling: [], problems: [] });
  });

  test('but broken ones are told with their place, and the rest counts', () => {
    const { programs, problems } = readProject({
      'a.yaml': `${deployment('one')}---\napiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  a: "hunter2\n---\n${deployment('two')}`,
    });
    expect(programs.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(problems).toMatchObject([{ place: { file: 'a.yaml', line: expect.any(Number) } }]);
    expect(problems[0]?.place.line).toBe(17);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test('by its name alone', () => {
    expect(['k8s/a.yaml', 'a.yml', 'a.json', 'x/Kustomization'].every((path) => kubernetesReader.detect(path))).toBe(true);
    expect(['package.json', 'a/package-lock.json', 'Chart.yaml', 'a.ts', 'a.tpl'].some((path) => kubernetesReader.detect(path))).toBe(false);
  });
});

describe('Services', () => {
  test('that select nothing of a set with workloads are dangling', () => {
    const wrong = service('cache').replace('app: cache', 'app: redis-server');
    expect(readProject({ 'k8s/a.yaml': wrong }).dangling).toEqual([]);
    expect(readProject({ 'k8s/a.yaml': `${deployment('redis')}---\n${wrong}` }).dangling).toMatchObject([
      { kind: 'service', name: 'app=redis-server', by: 'Service cache', place: { line: 17 } },
    ]);
    expect(readProject({ 'k8s/a.yaml': `${deployment('redis')}---\n${wrong}`, 'other/b.yaml': deployment('redis-server') }).dangling).toEqual([]);
    expect(readProject({ 'k8s/a.yaml': `${deployment('redis')}---\n${service('redis').replace('app: redis', 'app: redis, role: master')}` }).dangling).toEqual([]);
  });

  test('inject links into the pods around them, unless these refuse', () => {
    const links = (pod: string[]) => data<ServiceLinks>(readProject({ 'k8s/a.yaml': `${deployment('api', [], pod)}---\n${service('my-redis')}` }), 'kubernetes-service-links');
    const [link] = links([]);
    expect(link).toMatchObject({ service: 'my-redis', group: 'default@k8s', without: [], isAddressKnown: false });
    expect(Object.fromEntries(link?.variables.map(({ name, value }) => [name, value]) ?? [])).toMatchObject({
      MY_REDIS_PORT: 'tcp://10.0.0.1:6379',
      MY_REDIS_SERVICE_PORT: '6379',
      MY_REDIS_PORT_6379_TCP_ADDR: '10.0.0.1',
    });
    expect(links(['enableServiceLinks: false'])[0]?.without).toEqual(['api']);
  });

  test('of another namespace or variant do not count', () => {
    const { programs } = readProject({
      'k8s/staging/redis.yaml': `${deployment('redis')}---\n${service('redis')}`,
      'k8s/production/redis.yaml': `${deployment('redis')}---\n${service('redis', '[{port: 6380, targetPort: 6379}]')}`,
    });
    expect(programs.map(({ variant, reachedAs }) => [variant, reachedAs.length])).toEqual([
      ['production', 4],
      ['staging', 4],
    ]);
  });

  test('pods behind per-pod Services', () => {
    const announce = service('redis-announce-1').replace('selector: {app: redis-announce-1}', 'selector: {app: redis, statefulset.kubernetes.io/pod-name: redis-1}');
    const { programs, dangling } = readProject({ 'k8s/redis.yaml': `${redis}---\n${announce}` });
    expect(dangling).toEqual([]);
    expect(programs[0]?.reachedAs).toContain('redis-announce-1');
  });
});

test('network policies keep their peers and ports, and name whom they are for', () => {
  const policy =
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: redis}\nspec:\n  podSelector: {matchLabels: {app: redis}}\n  ingress:\n  - from: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [api]}]}, namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]\n    ports: [{port: 6379}]\n';
  const [found] = data<NetworkPolicy>(readProject({ 'k8s/a.yaml': `${deployment('redis')}---\n${policy}` }), 'kubernetes-network-policy');
  expect(found).toMatchObject({
    programs: ['redis'],
    egress: null,
    ingress: [
      {
        ports: [{ port: 6379, endPort: null, protocol: 'TCP' }],
        peers: [
          { namespaces: { labels: {} }, pods: { expressions: [{ key: 'app', operator: 'In', values: ['api'] }] } },
          { addresses: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
        ],
      },
    ],
  });
});

describe('pitfalls', () => {
  test('12: a StatefulSet without its Service and Secret, and a configuration copied anew at each start', () => {
    const lonely = redis.split('---')[0] ?? '';
    const { dangling, programs, objects } = readProject({
      'k8s/redis.yaml': lonely.replace('name: exporter', 'name: exporter\n        envFrom: [{secretRef: {name: redis-auth}}]'),
      'k8s/kustomization.yaml': 'resources: [redis.yaml]\n',
    });
    expect(dangling.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['secret redis-auth', 'config-map redis-config', 'service redis']);
    expect(programs.find(({ name }) => name === 'redis/config')?.command?.value.at(-1)).toBe('cp /config/redis.conf /data/redis.conf');
    expect(objects.find(({ kind }) => kind === 'kubernetes-workload')?.data).toMatchObject({
      kind: 'StatefulSet',
      replicas: 3,
      serviceName: 'redis',
      containers: [{ init: false }, { init: false }, { init: true }],
    });
  });

  test('13: maxmemory stands against the limit, and the user is told', () => {
    const reading = readProject({ 'k8s/redis.yaml': redis.replace('      securityContext: {runAsNonRoot: true, runAsUser: 999}\n', '') });
    expect(reading.programs[0]).toMatchObject({ user: null, memoryLimitBytes: { value: 1610612736 } });
    expect(data<ConfigMapObject>(reading, 'kubernetes-config-map')[0]?.texts[0]?.text).toContain('maxmemory 2gb');
  });

  test('37: a template beside the live manifest says nothing', () => {
    const files = {
      'k8s/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: app}\nstringData: {REDIS_URL: "redis://redis:6379"}\n',
      'k8s/secret.example.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: app}\nstringData: {REDIS_URL: "redis://your-redis-host:6379"}\n',
      'k8s/api.yaml': deployment('api', ['envFrom: [{secretRef: {name: app}}]']),
    };
    const { programs, objects } = readProject(files);
    expect(effective(programs[0])).toEqual({ REDIS_URL: 'redis://redis:6379' });
    expect(objects.filter(({ kind }) => kind === 'kubernetes-secret')).toHaveLength(1);
  });
});
