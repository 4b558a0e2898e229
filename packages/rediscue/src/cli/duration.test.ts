import { expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

it.each([
  ['200ms', 200],
  ['10s', 10_000],
  ['1.5s', 1500],
  ['2m', 120_000],
  ['10', null],
  ['', null],
  ['-1s', null],
  ['1h', null],
  ['s', null],
])('%s is %s', (text, ms) => expect(parseDuration(text)).toBe(ms));
