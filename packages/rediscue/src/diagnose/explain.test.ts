import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CauseCode, catalogue } from '../causes/catalogue.ts';
import { chainTo, explained, explanations, nearest } from './explain.ts';
import type { JudgedFinding } from './findings.ts';
import { finding } from './judged.fixture.ts';

const codes = (list: readonly JudgedFinding[]) => list.map((one) => one.cause.code);
const refused = finding('network/nothing-listening');

describe('an edge', () => {
  const explains = (deep: JudgedFinding, shallow = refused) => codes(explanations([deep, shallow]).get(shallow) ?? []).length === 1;
  const crashed = (over: Parameters<typeof finding>[1]) => finding('process/crashed', { explains: ['network/nothing-listening'], ...over });

  test('needs a declaration and the same subject', () => {
    expect(explains(crashed({}))).toBe(true);
    expect(explains(crashed({ explains: ['network/*'] }))).toBe(true);
    expect(explains(crashed({ explains: ['network/filtered'] }))).toBe(false);
    expect(explains(crashed({ explains: ['net/*' as 'network/*'] }))).toBe(false);
    expect(explains(crashed({ subjects: ['h:2'] }))).toBe(false);
    expect(explains(crashed({ subjects: ['h:2', 'h:1'] }))).toBe(true);
  });

  test('a declaration without an endpoint concerns its whole target, and no other', () => {
    expect(explains(crashed({ subjects: [] }))).toBe(true);
    expect(explains(crashed({ subjects: [], target: 'other' }))).toBe(false);
    expect(explains(crashed({ subjects: [], target: null }), finding('network/nothing-listening', { target: null }))).toBe(false);
  });

  test('reaches over its target or this machine only where it says so', () => {
    expect(explains(crashed({ subjects: ['h:2'], reach: 'target' }))).toBe(true);
    expect(explains(crashed({ subjects: ['h:2'], reach: 'target', target: 'other' }))).toBe(false);
    const local = finding('network/nothing-listening', { isLocal: true });
    expect(explains(crashed({ subjects: ['h:2'], reach: 'machine', isLocal: true }), local)).toBe(true);
    expect(explains(crashed({ subjects: ['h:2'], reach: 'machine', isLocal: true }))).toBe(false);
  });

  test('never joins two findings of one code', () => {
    expect(explains(finding('network/nothing-listening', { explains: ['network/*'] }))).toBe(false);
  });
});

describe('of several explanations', () => {
  const corrupt = finding('persistence/log-corrupt', { explains: ['process/not-running', 'network/nothing-listening'] });
  const dead = finding('process/not-running', { explains: ['network/nothing-listening'] });
  const by = explanations([refused, corrupt, dead]);

  test('the nearest is the one that the others explain too', () => {
    expect(nearest(refused, by)).toBe(dead);
    expect(nearest(dead, by)).toBe(corrupt);
    expect(nearest(corrupt, by)).toBeNull();
  });

  test('a root explains what is explained by what it explains', () => {
    expect(codes(explained(corrupt, by))).toEqual(expect.arrayContaining(['process/not-running', 'network/nothing-listening']));
    expect(explained(refused, by)).toEqual([]);
  });

  test('the chain goes the long way from the symptom to the root', () => {
    expect(codes(chainTo(corrupt, by))).toEqual(['network/nothing-listening', 'process/not-running', 'persistence/log-corrupt']);
    expect(codes(chainTo(refused, by))).toEqual(['network/nothing-listening']);
  });

  test('the symptom that hurts more beats a longer chain', () => {
    const root = finding('config/change-not-applied', { severity: 'error', explains: ['config/drift', 'memory/near-limit', 'auth/password-wrong'] });
    const drift = finding('config/drift', { severity: 'warning', explains: ['memory/near-limit'] });
    const found = [root, drift, finding('memory/near-limit', { severity: 'warning' }), finding('auth/password-wrong')];
    expect(codes(chainTo(root, explanations(found)))).toEqual(['auth/password-wrong', 'config/change-not-applied']);
  });

  test('the symptom at the entry beats a longer chain that ends elsewhere', () => {
    const primary = finding('process/crashed', {
      subjects: ['p:1', 'h:1'],
      isEntry: false,
      explains: ['replication/link-down', 'sentinel/primary-down', 'replication/stale-refused'],
    });
    const link = finding('replication/link-down', { subjects: ['r:1', 'p:1'], isEntry: false, explains: ['replication/lagging'] });
    const lag = finding('replication/lagging', { subjects: ['r:1'], isEntry: false });
    const entry = finding('replication/stale-refused', { subjects: ['h:1'] });
    expect(codes(chainTo(primary, explanations([primary, link, lag, entry])))).toEqual(['replication/stale-refused', 'process/crashed']);
  });
});

test('whatever edges are declared, everything ends: also in rings', () => {
  const some = fc.uniqueArray(fc.constantFrom(...(Object.keys(catalogue) as CauseCode[]).slice(0, 12)), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(
      some.chain((list) => fc.tuple(fc.constant(list), fc.array(fc.subarray(list), { minLength: list.length, maxLength: list.length }))),
      ([list, edges]) => {
        const findings = list.map((code, index) => finding(code, { explains: edges[index] ?? [] }));
        const by = explanations(findings);
        for (const one of findings) {
          const chain = chainTo(one, by);
          expect(chain.at(-1)).toBe(one);
          expect(new Set(chain).size).toBe(chain.length);
          expect(explained(one, by)).not.toContain(one);
          nearest(one, by);
        }
      },
    ),
    { numRuns: 60 },
  );
});
