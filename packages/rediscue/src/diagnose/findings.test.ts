import { describe, expect, test } from 'vitest';
import type { Cause } from '../causes/define.ts';
import { type ExampleFacts, exampleFacts } from '../causes/examples.ts';
import { detectAll } from './findings.ts';
import { cause } from './judged.fixture.ts';
import { projectView } from './view.ts';

const found = { summary: 'It is so.', evidence: ['connect'] as ['connect'] };
const run = (example: ExampleFacts, ...causes: Cause[]) => {
  const facts = exampleFacts(example);
  return { facts, ...detectAll(facts, projectView(facts), causes) };
};
const pair: ExampleFacts = { endpoints: { 'p:1': {}, 'r:1': { learned: { from: 'replication', by: 'p:1', as: 'replica' } } } };

describe('every cause is asked', () => {
  test('once for each endpoint, target or project', () => {
    const asked: string[] = [];
    run(
      pair,
      cause('network/filtered', { detect: (at) => void asked.push(at.subject) }),
      cause<'target'>('config/invalid-url', { scope: 'target', detect: (target) => void asked.push(target.name) }),
      cause<'project'>('container/duplicate', { scope: 'project', detect: ({ targets }) => void asked.push(String(targets.length)) }),
    );
    expect(asked).toEqual(['p:1', 'r:1', 'redis://:***@redis.example:6379/0', '1']);
  });

  test('and one that throws is a fault of ours', () => {
    expect(() =>
      run(
        {},
        cause('network/filtered', {
          detect: () => {
            throw new Error('broken');
          },
        }),
      ),
    ).toThrow('broken');
  });
});

describe('a finding', () => {
  test('is about its endpoint, or about all of its target, and what it names', () => {
    const about = (one: Cause) => run(pair, one).findings.map(({ subjects, isEntry }) => [[...subjects], isEntry]);
    expect(about(cause('network/filtered', { detect: (at) => !at.isEntry && { ...found, concerns: ['x:1'] } }))).toEqual([[['r:1', 'x:1'], false]]);
    expect(about(cause<'target'>('config/invalid-url', { scope: 'target', detect: () => found }))).toEqual([[['p:1', 'r:1'], true]]);
    expect(about(cause<'target'>('config/invalid-url', { scope: 'target', detect: () => ({ ...found, concerns: ['r:1'] }) }))).toEqual([[['r:1'], true]]);
  });

  test('of one server that two targets name is said once', () => {
    const two: ExampleFacts = { targets: { a: { endpoints: { 'h:1': {} } }, b: { endpoints: { 'h:1': {} } } } };
    expect(run(two, cause('network/filtered', { detect: () => found })).findings).toHaveLength(1);
    expect(run(two, cause('network/filtered', { detect: (at) => ({ ...found, summary: `${at.target.name}.` }) })).findings).toHaveLength(2);
  });

  test('is local when this machine knows of a server there', () => {
    const listening = { listeners: { onPort: [], servers: [] } };
    const locality = (example: ExampleFacts) => run(example, cause('network/filtered', { detect: () => found })).findings.map(({ isLocal }) => isLocal);
    expect(locality({})).toEqual([false]);
    expect(locality(listening)).toEqual([true]);
  });

  test('has the severity of the catalogue unless it says another', () => {
    const both = cause('network/filtered', { severity: 'error', detect: () => [found, { ...found, summary: 'And so.', severity: 'info' }] });
    expect(run({}, both).findings.map(({ severity }) => severity)).toEqual(['error', 'info']);
  });

  test('that is undecided is none', () => {
    const result = run({}, cause('network/filtered', { detect: () => ({ undecided: 'whether', needs: 'a look' }) }));
    expect(result.findings).toEqual([]);
    expect(result.undecided).toMatchObject([{ target: 'redis://:***@redis.example:6379/0', note: { undecided: 'whether' } }]);
  });
});

describe('evidence', () => {
  test('is the fact of the own endpoint, of another that is named, of the machine, and the declaration', () => {
    const { facts, findings } = run(
      pair,
      cause('replication/lagging', { detect: (at) => !at.isEntry && { ...found, evidence: ['connect', { probe: 'connect', subject: 'p:1' }, 'kernel', 'target', 'tls'] } }),
    );
    const cited = findings[0]?.evidence.map((id) => facts.facts.find((fact) => fact.id === id));
    expect(cited?.map((fact) => `${fact?.probe} ${fact?.subject}`)).toEqual(['connect r:1', 'connect p:1', 'kernel this machine', 'target p:1']);
  });

  test('of a question that was asked twice is the last answer', () => {
    const facts = exampleFacts({});
    const first = facts.facts.find(({ probe }) => probe === 'info');
    if (first) facts.facts.push({ ...first, id: 'again' });
    const { findings } = detectAll(facts, projectView(facts), [cause('network/filtered', { detect: () => ({ ...found, evidence: ['info'] }) })]);
    expect(findings[0]?.evidence).toEqual(['again']);
  });
});
