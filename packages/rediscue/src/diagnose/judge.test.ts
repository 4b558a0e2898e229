import { describe, expect, test } from 'vitest';
import type { Cause, Severity } from '../causes/define.ts';
import { loginRefused, unconnected } from '../causes/example-parts.ts';
import { type ExampleFacts, exampleFacts } from '../causes/examples.ts';
import { causes } from '../causes/generated/index.ts';
import type { Facts } from '../facts/index.ts';
import { judge } from './judge.ts';
import { cause } from './judged.fixture.ts';
import { toReport } from './to-report.ts';

const always = (code: Parameters<typeof cause>[0], severity: Severity, over: Partial<Cause<'endpoint'>> = {}) =>
  cause(code, { severity, detect: () => ({ summary: `${code}.`, evidence: ['connect'] }), ...over });
const verdict = (example: ExampleFacts, ...list: Cause[]) => {
  const { status, roots, findings, notChecked } = judge(exampleFacts(example), list);
  return {
    status,
    roots: roots.map(({ finding, severity }) => `${finding.cause.code} ${severity}`),
    explainedBy: Object.fromEntries(findings.map(({ finding, explainedBy }) => [finding.cause.code, explainedBy?.cause.code ?? null])),
    notChecked: notChecked.map(({ what }) => what),
  };
};

describe('the status', () => {
  test.each([
    ['critical', 'down'],
    ['error', 'degraded'],
    ['warning', 'healthy'],
    ['info', 'healthy'],
  ] as const)('of a root that is %s is %s', (severity, status) => {
    expect(verdict({}, always('memory/near-limit', severity)).status).toBe(status);
  });

  test('of an endpoint that cannot be used is down, also when nothing here says why', () => {
    expect(verdict(unconnected('failed'))).toMatchObject({ status: 'down', roots: [], notChecked: [expect.stringContaining('cannot be used')] });
    expect(verdict(unconnected('failed'), always('host/kernel-setting', 'warning'))).toMatchObject({ status: 'down' });
    expect(verdict(unconnected('failed'), always('network/filtered', 'error'))).toMatchObject({ status: 'degraded' });
  });

  test('is not moved by a declaration that lost', () => {
    const lost: ExampleFacts = { targets: { won: { endpoints: { 'a:1': {} } }, lost: { endpoints: { 'b:1': { ...unconnected('refused'), target: { shadowOf: 'won' } } } } } };
    const { status, roots, findings } = judge(exampleFacts(lost), causes);
    expect({ status, roots: roots.filter(({ severity }) => severity !== 'warning') }).toEqual({ status: 'healthy', roots: [] });
    expect(findings.filter(({ finding }) => finding.target === 'lost')).toEqual([]);
  });
});

describe('roots', () => {
  test('are what nothing explains, from warning on', () => {
    const result = verdict({}, always('process/crashed', 'error', { explains: ['network/*'] }), always('network/filtered', 'warning'), always('host/kernel-setting', 'info'));
    expect(result.roots).toEqual(['process/crashed error']);
    expect(result.explainedBy).toEqual({ 'process/crashed': null, 'network/filtered': 'process/crashed', 'host/kernel-setting': null });
  });

  test('are as bad as what they do to the entry, and only to the entry', () => {
    const list = [always('memory/near-limit', 'warning', { explains: ['latency/fork'] }), always('latency/fork', 'critical')];
    expect(verdict({}, ...list)).toMatchObject({ status: 'down', roots: ['memory/near-limit critical'] });
    const elsewhere = list.map((one) => ({
      ...one,
      detect: ((at) => !at.isEntry && { summary: 'x.', evidence: ['connect'] }) as Cause<'endpoint'>['detect'],
    })) as unknown as Cause[];
    expect(verdict({ endpoints: { 'p:1': {}, 'r:1': {} } }, ...elsewhere)).toMatchObject({ status: 'healthy', roots: ['memory/near-limit warning'] });
  });

  test('stand by severity, then entry, then how early they strike, then weight, then name', () => {
    const atReplica = always('config/drift', 'critical', { detect: (at) => !at.isEntry && { summary: 'x.', evidence: ['connect'] } });
    const atEntry = (code: Parameters<typeof cause>[0], severity: Severity, explains: Cause['explains'] = []) =>
      always(code, severity, { explains, detect: (at) => at.isEntry && { summary: `${code}.`, evidence: ['connect'] } });
    const list = [
      atEntry('security/end-of-life', 'warning'),
      atReplica,
      atEntry('memory/swapped', 'critical'),
      atEntry('memory/near-limit', 'critical'),
      atEntry('memory/no-limit', 'critical', ['latency/fork']),
      atEntry('latency/fork', 'critical'),
      atEntry('auth/password-wrong', 'critical'),
    ];
    const order = [
      'auth/password-wrong critical',
      'memory/no-limit critical',
      'memory/near-limit critical',
      'memory/swapped critical',
      'config/drift critical',
      'security/end-of-life warning',
    ];
    expect(verdict({ endpoints: { 'p:1': {}, 'r:1': {} } }, ...list).roots).toEqual(order);
    expect(verdict({ endpoints: { 'p:1': {}, 'r:1': {} } }, ...list.toReversed()).roots).toEqual(order);
  });
});

describe('what was not checked', () => {
  test('names refused questions with what they would have decided, and what is undecided', () => {
    const blind = cause('memory/near-limit', { needs: ['info'] });
    const unsure = cause('network/filtered', { detect: () => ({ undecided: 'whether', needs: 'a look' }) });
    expect(verdict({ info: { state: 'refused', reply: 'NOPERM' } }, blind, unsure).notChecked).toEqual([
      'info of redis.example:6379: memory/near-limit',
      'network/filtered: whether',
    ]);
  });
});

describe('same facts, same verdict', () => {
  const report = (facts: Facts) => toReport(judge(facts, causes), facts, 1);
  test.each([
    ['healthy', {}],
    ['a wrong password', loginRefused('rejected', 'WRONGPASS invalid username-password pair')],
    ['a closed port', unconnected('refused')],
  ] as [string, ExampleFacts][])('%s: whatever order the probes ended in', (_, example) => {
    const facts = exampleFacts(example);
    const shuffled = { ...facts, facts: facts.facts.toReversed() };
    const plain = ({ status, rootCauses, findings }: ReturnType<typeof report>) => ({
      status,
      roots: rootCauses.map(({ code, summary }) => [code, summary]),
      findings: findings.length,
    });
    expect(plain(report(shuffled))).toEqual(plain(report(facts)));
    expect(report(facts)).toEqual(report(structuredClone(facts)));
  });
});
