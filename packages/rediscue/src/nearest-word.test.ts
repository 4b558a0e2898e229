import { expect, it } from 'vitest';
import { distance, nearestWord } from './nearest-word.ts';

it('counts edits, and a swap of neighbours once', () => {
  expect(distance('kitten', 'sitting')).toBe(3);
  expect(distance('jsno', 'json')).toBe(1);
  expect(distance('', 'abc')).toBe(3);
  expect(distance('kitten', 'sitting', 2)).toBe(3);
  expect(distance('a', 'abcdefgh', 2)).toBe(3);
});

it('finds the nearest word within the limit, the first of several', () => {
  expect(nearestWord('maxmemroy', ['port', 'maxmemory', 'maxmemory-policy'], 2)).toBe('maxmemory');
  expect(nearestWord('ab', ['ac', 'ad'], 1)).toBe('ac');
  expect(nearestWord('zebra', ['port'], 2)).toBeNull();
});
