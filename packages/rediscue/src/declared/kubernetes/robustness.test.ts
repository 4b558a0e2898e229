import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { deployment, readProject, service } from './kubernetes.fixture.ts';
import { bytesOf } from './quantity.ts';
import { expandReferences } from './references.ts';

const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: app}\ndata: {PASS: czNjcjN0cGFzcwo=}\n';
const samples: Record<string, string> = {
  'k8s/kustomization.yaml':
    'resources: [all.yaml]\nnamePrefix: x-\npatches:\n- target: {kind: Deployment, name: api}\n  patch: |-\n    - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: N, value: v}}\nsecretGenerator: [{name: g, literals: [A=b]}]\nvars: [{name: R, objref: {kind: Service, name: redis}}]\n',
  'k8s/all.yaml': `${deployment('api', ['env:', '- &one {name: URL, value: "redis://:$(PASS)@redis:6379"}', '- *one', 'envFrom: [{secretRef: {name: app}}]', 'livenessProbe: {exec: {command: [redis-cli, ping]}}'], ['volumes: [{name: v, configMap: {name: c}}]'])}---\n${service('redis')}---\n${secret}`,
  'plain/list.json': JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i', env: [{ name: 'A', value: 'b' }] }] } }],
  }),
};
const within = (ms: number, read: () => unknown) => {
  const start = cpuMs();
  read();
  expect(cpuMs() - start).toBeLessThan(ms);
};

describe('whatever stands in the files', () => {
  test('nothing is thrown, and no secret is told', () => {
    const change = fc.tuple(
      fc.constantFrom('cut', 'double', 'flip', 'insert', 'drop'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('\n---\n', '{{', '*one', '&one ', '\t', '- ', ': ', '"', '$(URL)', '[', '{')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(samples)), fc.array(change, { minLength: 1, maxLength: 4 }), (file, changes) => {
        let text = samples[file] ?? '';
        for (const [how, from, length, extra] of changes) {
          const start = Math.floor(from * text.length);
          const end = Math.min(text.length, start + Math.ceil(length * 40));
          if (how === 'cut') text = text.slice(0, start);
          else if (how === 'double') text = text.slice(0, end) + text.slice(start);
          else if (how === 'drop') text = text.slice(0, start) + text.slice(end);
          else if (how === 'flip') text = text.slice(0, start) + String.fromCharCode((text.charCodeAt(start) || 32) ^ 4) + text.slice(start + 1);
          else text = text.slice(0, start) + extra + text.slice(start);
        }
        const reading = readProject({ ...samples, [file]: text });
        for (const { place } of reading.problems) expect(place.line ?? 1).toBeGreaterThan(0);
        expect(JSON.stringify([reading.problems, reading.dangling, reading.objects.filter(({ kind }) => kind === 'kubernetes-secret')])).not.toContain('s3cr3tpass');
      }),
      { numRuns: 400 },
    );
  }, 30_000);

  test.each([
    [
      'aliases that grow without end',
      `a: &a0 [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &a${index + 1} [${`*a${index},`.repeat(10)}]`).join('\n')}`,
    ],
    ['aliases in a ring', 'spec: &s {a: *s}'],
    ['deep flow', `spec: ${'['.repeat(50_000)}`],
    ['deep mappings', Array.from({ length: 2000 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
    ['many documents', '---\nkind: x\n'.repeat(40_000)],
    ['many empty lines', '\n'.repeat(200_000)],
    [
      'references to references',
      `spec: {containers: [{name: a, env: [{name: A0, value: ${'x'.repeat(1000)}},${Array.from({ length: 300 }, (_, index) => `{name: A${index + 1}, value: "$(A${index})$(A${index})"}`).join(',')},{name: Z, value: "${'$(A300)'.repeat(20_000)}"}]}]}`,
    ],
    ['open braces', `a: '${'{{'.repeat(100_000)}'`],
    ['white space', `a: '${' '.repeat(300_000)}'\nb: ${'\t'.repeat(1000)}`],
  ])('%s end fast', (_, text) => {
    within(3000, () => readProject({ 'a.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n${text}\n`, 'kustomization.yaml': `resources: [a.yaml]\n${text}\n` }));
  });

  test('overlays over overlays end fast', () => {
    const layers = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`o${index}/kustomization.yaml`, index === 0 ? 'resources: [a.yaml]' : `namePrefix: x\nresources: [../o${index - 1}]`]),
    );
    within(3000, () => readProject({ ...layers, 'o0/a.yaml': deployment('a') }));
    const wide = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `o${index}/kustomization.yaml`,
        index === 0 ? 'resources: [a.yaml]' : `resources: [../o${index - 1}, ../o${index - 1}, ../o${index - 1}]`,
      ]),
    );
    within(3000, () => readProject({ ...wide, 'o0/a.yaml': deployment('a') }));
  });

  test('two thousand files', () => {
    const many = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `s${index % 40}/k8s/f${index}.yaml`,
        `${deployment(`a${index}`, ['env: [{name: REDIS_URL, value: x}]'])}---\n${service(`a${index}`)}`,
      ]),
    );
    readProject({ 'warm.yaml': deployment('a') });
    within(8000, () => readProject(many));
  });
});

test('references: a text without them stays, and the rest never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { value } = expandReferences(text, () => undefined);
      if (!text.includes('$')) expect(value).toBe(text);
      expect(expandReferences(text.replaceAll('$', '$$$$'), () => 'never').value).toBe(text);
    }),
  );
});

test('quantities', () => {
  const cases = {
    '512Mi': 512 * 2 ** 20,
    '2G': 2e9,
    '1.5Gi': 1610612736,
    '1e9': 1e9,
    '128974848': 128974848,
    '512m': 1,
    '12E': null,
    '12 Mi': null,
    '': null,
    '512MB': null,
    '1k': 1000,
  };
  expect(Object.fromEntries(Object.keys(cases).map((text) => [text, bytesOf(text)]))).toEqual(cases);
});
