import { describe, expect, test } from 'vitest';
import { deployment, effective, readProject, service } from './kubernetes.fixture.ts';

const one = (lines: string[], more: Record<string, string> = {}) => {
  const reading = readProject({ 'k8s/api.yaml': deployment('api', lines), ...more });
  return { ...reading, env: effective(reading.programs.find(({ name }) => name === 'api')), api: reading.programs.find(({ name }) => name === 'api') };
};
const secret = (data: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: app}\n${data}`;

describe('variables', () => {
  test('stand with the place of their value', () => {
    const { api } = one(['env:', '- name: REDIS_URL', '  value: "redis://redis:6379/0"']);
    expect(api?.layers).toEqual([
      { label: 'env of api', variables: [{ name: 'REDIS_URL', value: 'redis://redis:6379/0', place: { file: 'k8s/api.yaml', line: 14, column: 18 } }] },
    ]);
  });

  test('env beats envFrom, a later source beats an earlier one, and prefixes count', () => {
    const { env, api } = one(
      [
        'envFrom:',
        '- configMapRef: {name: a}',
        '- configMapRef: {name: b}',
        '- prefix: X_',
        '  configMapRef: {name: a}',
        'env:',
        '- {name: THREE, value: env}',
        '- {name: THREE, value: last}',
      ],
      {
        'k8s/maps.yaml': ['a', 'b']
          .map((name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {ONE: ${name}, ${name === 'a' ? 'TWO: a, ' : ''}THREE: ${name}, 'not a name': x}\n`)
          .join('---\n'),
      },
    );
    expect(env).toEqual({ ONE: 'b', TWO: 'a', THREE: 'last', X_ONE: 'a', X_TWO: 'a', X_THREE: 'a' });
    expect(api?.layers.map(({ label }) => label)).toEqual(['env of api', 'envFrom ConfigMap a', 'envFrom ConfigMap b', 'envFrom ConfigMap a']);
  });

  test('references see what is set before them, and stay where nothing is', () => {
    const { env, api } = one([
      'env:',
      '- {name: URL, value: "redis://:$(PASS)@$(HOST):6379"}',
      '- {name: HOST, value: redis}',
      '- {name: PASS, value: s3}',
      '- {name: GOOD, value: "redis://:$(PASS)@$(HOST)"}',
      '- {name: LITERAL, value: "$$(HOST) $HOST $( $"}',
    ]);
    expect(env).toMatchObject({ URL: 'redis://:$(PASS)@$(HOST):6379', GOOD: 'redis://:s3@redis', LITERAL: '$(HOST) $HOST $( $' });
    expect(api?.layers[0]?.variables.map(({ unset }) => unset)).toEqual([['PASS', 'HOST'], undefined, undefined, undefined, undefined]);
  });

  test('references to what only the cluster knows have no value here', () => {
    const { env } = one(
      [
        'envFrom:',
        '- secretRef: {name: elsewhere}',
        'env:',
        '- {name: A, value: "$(FROM_IT)"}',
        '- {name: B, value: "$(REDIS_SERVICE_HOST):$(REDIS_SERVICE_PORT)"}',
        '- {name: C, value: "$(REDIS_SERVICE_PORT)"}',
      ],
      {
        'k8s/redis.yaml': service('redis'),
      },
    );
    expect(env).toEqual({ A: null, B: null, C: '6379' });
  });

  test('of Secrets: decoded, with the newline that echo leaves', () => {
    const ref = (key: string, optional = '') => `- {name: ${key.toUpperCase()}, valueFrom: {secretKeyRef: {name: app, key: ${key}${optional}}}}`;
    const { env, api, dangling, problems, objects } = one(['env:', ref('good'), ref('padded'), ref('plain'), ref('broken'), ref('missing'), ref('gone', ', optional: true')], {
      'k8s/secret.yaml': secret('data:\n  good: czNjcjN0cGFzcw==\n  padded: czNjcjN0cGFzcwo=\n  broken: "not base64!"\nstringData: {plain: as it is}\n'),
    });
    expect(env).toEqual({ GOOD: 's3cr3tpass', PADDED: 's3cr3tpass\n', PLAIN: 'as it is', BROKEN: null, MISSING: null });
    expect(api?.layers[0]?.variables[0]).toMatchObject({ place: { line: 13 }, from: { what: 'Secret app, key good', place: { file: 'k8s/secret.yaml', line: 5, column: 9 } } });
    expect(dangling).toMatchObject([{ kind: 'secret', name: 'app/missing', by: 'api' }]);
    expect(problems).toMatchObject([{ place: { file: 'k8s/secret.yaml', line: 7, column: 11 }, why: expect.stringContaining('base64') }]);
    const told = objects.find(({ kind }) => kind === 'kubernetes-secret');
    expect(told?.data).toMatchObject({
      keys: [{ name: 'good', trailingNewline: false }, { name: 'padded', trailingNewline: true, shape: { padded: true } }, { name: 'broken', invalid: true }, { name: 'plain' }],
    });
    expect(JSON.stringify([objects, problems, dangling])).not.toContain('s3cr3t');
  });

  test('of fields and of Secrets that are sealed or stand in a vault', () => {
    const { env, api, dangling } = one(
      [
        'env:',
        '- {name: S, valueFrom: {secretKeyRef: {name: sealed, key: url}}}',
        '- {name: E, valueFrom: {secretKeyRef: {name: app, key: url}}}',
        '- {name: L, valueFrom: {fieldRef: {fieldPath: "metadata.labels[\'app\']"}}}',
        '- {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}',
        '- {name: M, valueFrom: {resourceFieldRef: {resource: limits.memory}}}',
      ],
      {
        'k8s/s.yaml':
          'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: sealed}\nspec: {encryptedData: {url: AgB}}\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: x}\nspec: {target: {name: app}, data: [{secretKey: url}]}\n',
      },
    );
    expect(env).toEqual({ S: null, E: null, L: 'api', IP: null, M: null });
    expect(api?.layers[0]?.variables.map(({ from }) => from?.what)).toEqual([
      'SealedSecret sealed, key url',
      'ExternalSecret app, key url',
      "field metadata.labels['app']",
      'field status.podIP',
      'resource limits.memory',
    ]);
    expect(dangling).toEqual([]);
  });

  test('that Kubernetes refuses are told without their values', () => {
    const { env, problems } = one(
      ['env:', '- {name: PORT, value: 6379}', '- {name: ON, value: yes}', '- {name: BOTH, value: a, valueFrom: {fieldRef: {fieldPath: status.podIP}}}', '- {name: EMPTY}'],
      {
        'k8s/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {A: 1, B: true, C: {d: e}}\n',
      },
    );
    expect(env).toEqual({ PORT: '6379', ON: 'yes', BOTH: null, EMPTY: '' });
    expect(problems.map(({ place, why }) => `${place.file}:${place.line} ${why.slice(0, 40)}`)).toHaveLength(6);
  });

  test('that a template or a script fills in have no value', () => {
    const { env, problems } = one(['env:', '- {name: A, value: "{{ .Values.redis }}"}', '- name: B', '  value: {{ redis_url }}', '- {name: C, value: "${REDIS_URL}"}'], {
      'deploy.sh': 'envsubst < k8s/api.yaml | kubectl apply -f -\n',
    });
    expect(env).toEqual({ A: null, B: null, C: null });
    const flux = {
      'k8s/flux.yaml': 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\n',
      'k8s/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {H: "${HOST}"}\n',
    };
    expect(one(['envFrom: [{configMapRef: {name: m}}]'], flux).env).toEqual({ H: null });
    expect(problems).toEqual([]);
    expect(one(['env: [{name: C, value: "${REDIS_URL}"}]']).env).toEqual({ C: '${REDIS_URL}' });
  });
});

describe('what is declared nowhere', () => {
  const uses = ['envFrom:', '- secretRef: {name: gone}', '- configMapRef: {name: gone}', '- secretRef: {name: maybe, optional: true}'];
  const app = secret('stringData: {a: b}\n');

  test('is told only where the set declares such things itself', () => {
    expect(one(uses).dangling).toEqual([]);
    expect(one(uses, { 'k8s/secret.yaml': app }).dangling).toMatchObject([{ kind: 'secret', name: 'gone', by: 'api', place: { file: 'k8s/api.yaml', line: 13, column: 29 } }]);
    expect(one(uses, { 'k8s/kustomization.yaml': 'resources: [api.yaml]\n' }).dangling.map(({ kind }) => kind)).toEqual(['secret', 'config-map']);
  });

  test('is not told where it is made elsewhere', () => {
    const alone = ['envFrom:', '- secretRef: {name: gone}'];
    const made = (files: Record<string, string>) => one(alone, { 'k8s/secret.yaml': app, ...files }).dangling;
    expect(made({})).toHaveLength(1);
    expect(made({ 'README.md': 'kubectl create secret generic gone --from-literal=a=b' })).toEqual([]);
    expect(made({ 'k8s/gone.example.yaml': app.replace('name: app', 'name: gone') })).toEqual([]);
    expect(made({ 'other/gone.yaml': app.replace('name: app', 'name: gone') })).toEqual([]);
    expect(made({ 'k8s/db.yaml': 'apiVersion: acid.zalan.do/v1\nkind: postgresql\nmetadata: {name: db}\n' })).toEqual([]);
  });

  test('a volume of the pod, always', () => {
    expect(one(['volumeMounts: [{name: data, mountPath: /data}]']).dangling).toMatchObject([{ kind: 'volume', name: 'data', by: 'api' }]);
  });
});
