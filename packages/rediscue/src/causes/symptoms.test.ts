import { expect, test } from 'vitest';
import { judge } from '../diagnose/judge.ts';
import { event, health, look, refused, withApp } from './app/example-looks.ts';
import { exampleFacts } from './examples.ts';
import { causes } from './generated/index.ts';
import { withAppSymptoms } from './symptoms.ts';

const chainOf = (facts: Parameters<typeof exampleFacts>[0]) => {
  const { roots } = judge(exampleFacts(facts), causes);
  return roots.map(({ finding, chain }) => [finding.cause.code, chain.map((link) => link.cause.code).join(' ← ')]);
};
const fails = look({ status: 503, health: health('redis', 'down', false) });

test('what stops an application explains what it shows; what does not, does not', () => {
  expect(withAppSymptoms('auth/password-wrong', ['security/open-to-the-world'])).toEqual(['security/open-to-the-world', 'app/endpoint-failing', 'app/readiness-timeout']);
  expect(withAppSymptoms('persistence/disk-full', ['app/endpoint-failing'])).toEqual(['app/endpoint-failing', 'app/readiness-timeout']);
  expect(withAppSymptoms('memory/no-limit', [])).toEqual([]);
  expect(withAppSymptoms('app/readiness-timeout', [])).toEqual([]);
});

test("the application's failure is the first link of the chain", () => {
  expect(chainOf(withApp(refused, { looks: [fails] }))).toEqual([['network/nothing-listening', 'app/endpoint-failing ← network/nothing-listening']]);
  const gaveUp = event({ kind: 'readiness-timeout', text: 'redis readiness timeout after 60s' });
  const isGone = look({ role: 'base', state: 'refused', status: null });
  expect(chainOf(withApp(refused, { looks: [isGone], events: [gaveUp] }))).toEqual([
    ['network/nothing-listening', 'app/endpoint-failing ← app/readiness-timeout ← network/nothing-listening'],
  ]);
});

test('a failure that another server explains is not laid on Redis', () => {
  const database = look({ status: 500, health: health('database', 'down', false) });
  expect(chainOf(withApp(refused, { looks: [database] })).toSorted()).toEqual([
    ['app/endpoint-failing', 'app/endpoint-failing'],
    ['network/nothing-listening', 'network/nothing-listening'],
  ]);
});
