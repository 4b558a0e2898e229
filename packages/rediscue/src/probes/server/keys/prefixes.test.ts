import { expect, it } from 'vitest';
import { cacheKeys, prefixesOf, prefixOf } from './prefixes.ts';

it.each([
  ['user:1:profile', 'user:'],
  ['cart-17', 'cart-'],
  ['page42', 'page'],
  ['a.b.c', 'a.'],
  ['17', '17'],
  [':x', ':x'],
])('%s begins with %s', (key, prefix) => {
  expect(prefixOf(key)).toBe(prefix);
});

it('counts prefixes that repeat, the most frequent first', () => {
  const rows = ['a:1', 'b:1', 'b:2', 'b:3', 'a:2', 'single'].map((key) => ({ key, expires: key !== 'b:3' }));
  expect(prefixesOf(rows)).toEqual([
    { prefix: 'b:', keys: 3, withoutExpiry: 1 },
    { prefix: 'a:', keys: 2, withoutExpiry: 0 },
  ]);
});

it('finds the keys that are named like a cache', () => {
  const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  expect(cacheKeys([...keys('user:', 80), ...keys('cache:', 12)], false)).toHaveLength(12);
  expect(cacheKeys([...keys('user:', 80), ...keys('cache:', 9)], false)).toEqual([]);
  expect(cacheKeys([...keys('user:', 80), ...keys('cache:', 12)], true)).toHaveLength(80);
});
