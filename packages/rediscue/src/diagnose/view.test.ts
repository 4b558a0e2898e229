import { describe, expect, test } from 'vitest';
import { type ExampleFacts, exampleFacts, exampleNow } from '../causes/examples.ts';
import { projectView } from './view.ts';

const view = (example: ExampleFacts) => projectView(exampleFacts(example));
const only = (example: ExampleFacts) => {
  const [target] = view(example).targets;
  const [at] = target?.endpoints ?? [];
  if (!target || !at) throw new Error('no endpoint');
  return { target, at };
};

describe('an endpoint', () => {
  test('gives values of questions that were answered', () => {
    const { at } = only({ info: { value: { used_memory: '1', empty: '', word: 'x' } } });
    expect([at.info('used_memory'), at.infoNumber('used_memory'), at.infoNumber('empty'), at.infoNumber('word')]).toEqual(['1', 1, undefined, undefined]);
    expect([at.config('databases'), at.configNumber('databases'), at.configNumber('save')]).toEqual(['16', 16, undefined]);
    expect(at.rate('total_commands_processed')).toBe(50);
    expect(at.nowMs).toBe(Date.parse(exampleNow));
  });

  test('has no value for what was refused or not asked: unknown is never 0', () => {
    const { at } = only({ info: { state: 'refused', reply: 'NOPERM' }, config: null, rates: { value: { windowMs: 0, delta: { x: 1 } } } });
    expect([at.value('info'), at.info('used_memory'), at.infoNumber('used_memory'), at.config('save'), at.rate('x'), at.rate('y')]).toEqual(Array(6).fill(undefined));
    expect(at.get('info')).toEqual({ state: 'refused', reply: 'NOPERM' });
  });

  test('has the last answer to a question that was asked again', () => {
    const facts = exampleFacts({ modules: { state: 'refused', reply: 'NOPERM' } });
    const before = facts.facts.find(({ probe }) => probe === 'modules');
    if (before) facts.facts.push({ ...before, id: 'again', data: { state: 'ok', value: [] } });
    expect(projectView(facts).targets[0]?.endpoints[0]?.value('modules')).toEqual([]);
  });
});

describe('a target', () => {
  test('knows its endpoints and which of them were declared', () => {
    const { target } = only({ endpoints: { 'p:1': {}, 'r:1': {} } });
    expect([target.endpoints.map(({ subject }) => subject), target.entries.map(({ subject }) => subject)]).toEqual([['p:1', 'r:1'], ['p:1']]);
    expect(target.endpoint('r:1')?.target).toBe(target);
    expect(target.endpoint('x:1')).toBeUndefined();
    expect(target.declared?.name).toBe(target.name);
  });

  test('sees only its own facts of a server that another names too', () => {
    const { targets } = view({ targets: { a: { endpoints: { 'h:1': { auth: { outcome: 'rejected' } } } }, b: { endpoints: { 'h:1': {} } } } });
    expect(targets.map((target) => target.endpoints[0]?.get('auth')?.outcome)).toEqual(['rejected', 'accepted']);
  });

  test('that could not be contacted at all is one nevertheless', () => {
    const facts = exampleFacts({});
    facts.facts = facts.facts.filter(({ probe }) => probe === 'target');
    const [target] = projectView(facts).targets;
    expect([target?.declared?.kind, target?.endpoints]).toEqual(['server', []]);
  });
});

test('a declaration that lost is no target, and is seen through its winner', () => {
  const { targets } = view({
    targets: { won: { endpoints: { 'a:1': {} } }, lost: { endpoints: { 'b:1': { target: { shadowOf: 'won' } } } }, other: { endpoints: { 'c:1': {} } } },
  });
  expect(targets.map(({ name, shadows }) => [name, shadows.map((shadow) => shadow.name)])).toEqual([
    ['won', ['lost']],
    ['other', []],
  ]);
});

test("the machine is nobody's: every endpoint sees it, none has its facts", () => {
  const { at, target } = only({});
  expect(at.machine.get('kernel')?.cores).toBe(4);
  expect(target.machine.get('kernel')).toEqual(at.machine.get('kernel'));
  expect(at.get('kernel')).toBeUndefined();
});
