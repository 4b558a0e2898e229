import { describe, expect, test } from 'vitest';
import { targetsFromLayers } from '../environment/index.ts';
import type { Use } from '../reading.ts';
import { effectiveLayers, type RawLayer } from './effective.ts';

const place = (file: string, line = 1) => ({ file, line });
const layer = (label: string, values: Record<string, string | null>): RawLayer => ({
  label,
  variables: Object.entries(values).map(([name, value], index) => ({ name, value, place: place(label, index + 1) })),
});
const use = (variable: string | null, means: string, fallback: string | null, file = 'app.py'): Use => ({ variable, means, fallback, place: place(file), library: null });
const targets = (raw: RawLayer[], uses: Use[] = [], mentions: (name: string) => boolean = () => false) =>
  effectiveLayers(raw, uses, mentions).stacks.flatMap((stack) => targetsFromLayers(stack).map(({ fact }) => fact));
const names = (...asked: Parameters<typeof targets>) => targets(...asked).map(({ name }) => name);

describe('what an application sees', () => {
  test('without knowledge of its code the usual names count', () => {
    expect(names([layer('.env', { REDIS_URL: 'redis://a' })])).toEqual(['redis://a:6379']);
  });

  test('the code’s own name counts, under what it means', () => {
    const [fact] = targets([layer('.env', { STORE: 'redis://a' })], [use('STORE', 'REDIS_CACHE_URL', 'redis://b')]);
    expect(fact).toMatchObject({ name: 'redis://a:6379', use: 'cache', sources: [{ name: 'STORE', place: { file: '.env' } }] });
  });

  test('a default counts where nothing is set, with its place', () => {
    const [fact] = targets([layer('.env', { OTHER: 'x' })], [use('REDIS_URL', 'REDIS_URL', 'redis://b')]);
    expect(fact).toMatchObject({ name: 'redis://b:6379', sources: [{ name: 'REDIS_URL', place: { file: 'app.py' } }] });
  });

  test('what the code does not read does not count, and is told', () => {
    const { stacks, unread } = effectiveLayers(
      [layer('.env', { REDIS_PASS: 'x', REDIS_PASSWORD: 'y' })],
      [use('REDIS_PASS', 'REDIS_PASSWORD', null), use('REDIS_HOST', 'REDIS_HOST', 'h')],
      () => false,
    );
    expect(unread).toMatchObject([{ name: 'REDIS_PASSWORD', place: place('.env', 2) }]);
    expect(stacks.flatMap((stack) => targetsFromLayers(stack)).map(({ credentials }) => credentials.password)).toEqual(['x']);
    expect(effectiveLayers([layer('.env', { REDIS_PASSWORD: 'y' })], [use('A', 'REDIS_HOST', 'h')], (name) => name === 'REDIS_PASSWORD').unread).toEqual([]);
  });

  test('a server that is fixed in the code is one of its own, beside what is read', () => {
    expect(names([layer('.env', { REDIS_URL: 'redis://a' })], [use('REDIS_URL', 'REDIS_URL', null), use(null, 'REDIS_HOST', 'fixed', 'lock.py')])).toEqual([
      'redis://a:6379',
      'redis://fixed:6379',
    ]);
  });

  test('what nobody here can read hides what weaker places say of the address', () => {
    const defaults = [use('REDIS_HOST', 'REDIS_HOST', 'localhost'), use('REDIS_PORT', 'REDIS_PORT', '6379')];
    expect(names([layer('env of web', { REDIS_HOST: null })], defaults)).toEqual([]);
    expect(names([layer('env of web', { REDIS_HOST: 'cache', REDIS_PORT: null })])).toEqual([]);
    expect(names([layer('env of web', { REDIS_HOST: 'cache' }), layer('below', { REDIS_HOST: null })])).toEqual(['redis://cache:6379']);
    expect(effectiveLayers([layer('env of web', { REDIS_HOST: 'cache', REDIS_PASSWORD: null })], [], () => false).unknown).toEqual(new Set(['REDIS_PASSWORD']));
  });
});

describe('a variable that the code asks before another', () => {
  const chain = (yields: 'unset' | 'empty', file = 'app.ts'): Use[] => [
    use('A_URL', 'REDIS_URL', null, file),
    { ...use('REDIS_URL', 'REDIS_URL', 'redis://default', file), after: [{ variable: 'A_URL', yields }] },
  ];

  test('counts where both are set, in whatever layer it stands', () => {
    expect(names([layer('.env', { REDIS_URL: 'redis://own', A_URL: 'redis://a' })], chain('unset'))).toEqual(['redis://a:6379']);
    expect(names([layer('.env.local', { REDIS_URL: 'redis://own' }), layer('.env', { A_URL: 'redis://a' })], chain('empty'))).toEqual(['redis://a:6379']);
    expect(names([layer('.env', { REDIS_URL: 'redis://own' })], chain('unset'))).toEqual(['redis://own:6379']);
    expect(names([layer('.env', { X: 'y' })], chain('unset'))).toEqual(['redis://default:6379']);
  });

  test('loses where the code asks the usual name first', () => {
    const uses = [use('REDIS_URL', 'REDIS_URL', null), { ...use('A_URL', 'REDIS_URL', null), after: [{ variable: 'REDIS_URL', yields: 'unset' as const }] }];
    expect(names([layer('.env.local', { A_URL: 'redis://a' }), layer('.env', { REDIS_URL: 'redis://own' })], uses)).toEqual(['redis://own:6379']);
    expect(names([layer('.env.local', { A_URL: 'redis://a' })], uses)).toEqual(['redis://a:6379']);
  });

  test('gives way when empty as its operator says', () => {
    const raw = [layer('.env.local', { A_URL: '' }), layer('.env', { A_URL: 'redis://a', REDIS_URL: 'redis://own' })];
    expect(names(raw, chain('empty'))).toEqual(['redis://own:6379']);
    expect(names(raw, chain('unset'))).toEqual([]);
    const own = [use('REDIS_URL', 'REDIS_URL', null), { ...use('A_URL', 'REDIS_URL', null), after: [{ variable: 'REDIS_URL', yields: 'empty' as const }] }];
    expect(names([layer('.env.local', { REDIS_URL: '' }), layer('.env', { A_URL: 'redis://a' })], own)).toEqual(['redis://a:6379']);
  });

  test('hides the weaker one where its own value stands elsewhere', () => {
    expect(names([layer('env of web', { A_URL: null, REDIS_URL: 'redis://own' })], chain('unset'))).toEqual([]);
  });

  test('leaves another file’s read of the usual name alone a connection of its own', () => {
    const uses = [...chain('unset', 'web.ts'), use('REDIS_URL', 'REDIS_URL', null, 'worker.ts')];
    expect(names([layer('.env', { REDIS_URL: 'redis://own', A_URL: 'redis://a' })], uses).toSorted()).toEqual(['redis://a:6379', 'redis://own:6379']);
  });
});

test('only names that may mean a Redis are looked for in the sources', () => {
  const asked: string[] = [];
  effectiveLayers([layer('the environment', { PATH: '/bin', HOME: '/', REDIS_HOST: 'x' })], [use('STORE', 'REDIS_URL', null)], (name) => asked.push(name) > 0);
  expect(asked).toEqual(['REDIS_HOST']);
});
