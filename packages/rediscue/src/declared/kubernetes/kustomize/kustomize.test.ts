import { describe, expect, test } from 'vitest';
import { deployment, effective, readProject, service } from '../kubernetes.fixture.ts';

const base = {
  'k8s/base/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- api.yaml\n- redis.yaml\nconfigMapGenerator:\n- name: config\n  literals: [REDIS_HOST=your-redis-host, LOG=info]\n',
  'k8s/base/api.yaml': deployment('api', ['envFrom:', '- configMapRef: {name: config}', 'env:', '- {name: PASS, value: base}', '- {name: URL, value: "redis://:$(PASS)@redis"}']),
  'k8s/base/redis.yaml': `${deployment('redis', ['ports: [{containerPort: 6379}]'])}---\n${service('redis')}`,
};
const overlay = (kustomization: string, more: Record<string, string> = {}) => {
  const reading = readProject({ ...base, 'k8s/overlays/staging/kustomization.yaml': `resources: [../../base]\n${kustomization}`, ...more });
  const api = reading.programs.find(({ name }) => name.includes('api'));
  return { ...reading, api, env: effective(api) };
};

describe('an overlay', () => {
  test('is what is deployed, with its name as the variant: the base alone is not', () => {
    const { programs, env, problems } = overlay('namespace: shop\n');
    expect(programs.map(({ name, variant, group }) => [name, variant, group])).toEqual([
      ['api', 'staging', 'shop@k8s/overlays/staging'],
      ['redis', 'staging', 'shop@k8s/overlays/staging'],
    ]);
    expect(programs[1]?.reachedAs).toEqual(['redis', 'redis.shop', 'redis.shop.svc', 'redis.shop.svc.cluster.local']);
    expect(env).toEqual({ REDIS_HOST: 'your-redis-host', LOG: 'info', PASS: 'base', URL: 'redis://:base@redis' });
    expect(problems).toEqual([]);
  });

  test('replaces a placeholder of its base: only the effective value is declared', () => {
    const { env, api, objects } = overlay('configMapGenerator:\n- name: config\n  behavior: merge\n  literals:\n  - REDIS_HOST="redis"\n');
    expect(env).toMatchObject({ REDIS_HOST: 'redis', LOG: 'info' });
    expect(api?.layers.at(-1)?.variables[0]?.from?.place).toEqual({ file: 'k8s/overlays/staging/kustomization.yaml', line: 6, column: 5 });
    expect(JSON.stringify(objects)).not.toContain('your-redis-host');
  });

  test.each([
    ['a file of patchesStrategicMerge', 'patchesStrategicMerge: [patch.yaml]\n'],
    ['a file of patches', 'patches: [{path: patch.yaml}]\n'],
    ['a patch with a target', 'patches: [{path: patch.yaml, target: {kind: Deployment, name: ap.*}}]\n'],
    ['a component', 'components: [../../component]\n'],
  ])('patches by %s', (_, kustomization) => {
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  template:\n    spec:\n      containers:\n      - name: api\n        env:\n        - {name: PASS, value: new}\n        - {name: LATE, value: "$(PASS)"}\n        - {name: URL, $patch: delete}\n';
    const { env, api, programs, problems } = overlay(kustomization, {
      'k8s/overlays/staging/patch.yaml': patch,
      ...(kustomization.startsWith('comp') ? { 'k8s/component/kustomization.yaml': 'kind: Component\npatches: [{path: patch.yaml}]\n', 'k8s/component/patch.yaml': patch } : {}),
    });
    expect(programs).toHaveLength(2);
    expect(problems).toEqual([]);
    // New variables come before those of the base, so that they cannot refer to them.
    expect(env).toEqual({ REDIS_HOST: 'your-redis-host', LOG: 'info', PASS: 'new', LATE: '$(PASS)' });
    expect(api?.layers[0]?.variables.find(({ name }) => name === 'PASS')?.place).toMatchObject({ file: expect.stringContaining('patch.yaml'), line: 10 });
  });

  test('patches by JSON operations', () => {
    const { env, api, problems } = overlay(
      'patches:\n- target: {kind: Deployment, name: api}\n  patch: |-\n    - op: replace\n      path: /spec/template/spec/containers/0/env/0/value\n      value: json\n    - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: NEW, value: "1"}}\n    - {op: remove, path: /nowhere/at/all}\n',
    );
    expect(env).toMatchObject({ PASS: 'json', NEW: '1', URL: 'redis://:json@redis' });
    expect(api?.layers[0]?.variables[0]?.place).toEqual({ file: 'k8s/overlays/staging/kustomization.yaml', line: 7, column: 14 });
    expect(problems).toMatchObject([{ place: { file: 'k8s/overlays/staging/kustomization.yaml', line: 9 } }]);
  });

  test('renames objects and references to them, and not what stands in values', () => {
    const { api, programs, env, dangling } = overlay(
      'namePrefix: stg-\nnameSuffix: -v2\nreplicas: [{name: api, count: 3}]\nimages: [{name: example.org/api, newName: other/api, newTag: "7"}]\n',
    );
    expect(api).toMatchObject({ name: 'stg-api-v2', replicas: 3, image: { value: 'other/api:7' } });
    expect(env.REDIS_HOST).toBe('your-redis-host');
    expect(env.URL).toBe('redis://:base@redis');
    expect(programs[1]?.reachedAs[0]).toBe('stg-redis-v2');
    expect(dangling).toEqual([]);
  });

  test('common labels reach selectors and pods', () => {
    const { programs, dangling } = overlay('commonLabels: {team: shop}\nlabels: [{pairs: {a: b}, includeSelectors: true}]\n');
    expect(programs.map(({ reachedAs }) => reachedAs.length)).toEqual([0, 4]);
    expect(dangling).toEqual([]);
  });

  test('replaces kustomize variables by the final name', () => {
    expect(
      overlay(
        'namePrefix: x-\nvars: [{name: REDIS, objref: {kind: Service, name: redis, apiVersion: v1}}]\npatches: [{target: {name: api}, patch: "[{op: add, path: /spec/template/spec/containers/0/env/-, value: {name: H, value: $(REDIS)}}]"}]\n',
      ).env.H,
    ).toBe('x-redis');
  });

  test('Secrets of env files, literals and files; a trailing line end of a file is a part of the value', () => {
    const { objects, env } = overlay(
      'secretGenerator:\n- name: app\n  envs: [app.env]\n  files: [password.txt, other=password.txt]\n- name: hidden\n  envs: [not-committed.env]\npatches: [{target: {kind: Deployment, name: api}, patch: "[{op: add, path: /spec/template/spec/containers/0/envFrom/-, value: {secretRef: {name: app}}},{op: add, path: /spec/template/spec/containers/0/env/-, value: {name: H, valueFrom: {secretKeyRef: {name: hidden, key: h}}}}]"}]\n',
      { 'k8s/overlays/staging/app.env': '# c\nA="quoted"\nB=1=2 # no comment\r\n\n', 'k8s/overlays/staging/password.txt': 'hunter2hunter2\n' },
    );
    expect(env).toMatchObject({ A: '"quoted"', B: '1=2 # no comment', 'password.txt': 'hunter2hunter2\n', other: 'hunter2hunter2\n', H: null });
    expect(objects.find(({ kind, name }) => kind === 'kubernetes-secret' && name === 'app')?.data).toMatchObject({
      keys: [{}, {}, { name: 'password.txt', trailingNewline: true }, {}],
    });
    expect(JSON.stringify(objects)).not.toContain('hunter2');
  });

  test('with parts elsewhere tells nothing dangling', () => {
    const use = { 'k8s/base/api.yaml': deployment('api', ['envFrom: [{secretRef: {name: gone}}]']) };
    expect(overlay('', use).dangling).toMatchObject([{ kind: 'secret', name: 'gone' }]);
    expect(overlay('helmCharts: [{name: redis}]\n', use).dangling).toEqual([]);
    expect(readProject({ ...base, ...use, 'k8s/base/kustomization.yaml': 'resources: [api.yaml, "https://example.org/x?ref=1"]\n' }).dangling).toEqual([]);
  });

  test('leaves what no kustomization names, and tells what is not there', () => {
    const { programs, problems } = overlay('resources: [../../base, gone.yaml]\n'.repeat(0), { 'k8s/base/old.yaml': deployment('old') });
    expect(programs.map(({ name }) => name)).toEqual(['api', 'redis']);
    expect(problems).toEqual([]);
    expect(readProject({ 'kustomization.yaml': 'resources: [gone.yaml]\n' }).problems).toMatchObject([{ place: { file: 'kustomization.yaml', line: 1, column: 13 } }]);
  });

  test('in a ring ends', () => {
    expect(() =>
      readProject({ 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a]', 'c/kustomization.yaml': 'resources: [../a, .]' }),
    ).not.toThrow();
  });
});
