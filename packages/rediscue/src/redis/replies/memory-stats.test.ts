import { expect, it } from 'vitest';
import { parseMemoryStats } from './memory-stats.ts';

it('flattens the figures of databases, numbers and texts alike', () => {
  expect(
    parseMemoryStats([
      Buffer.from('peak.allocated'),
      100,
      Buffer.from('db.0'),
      [Buffer.from('overhead.hashtable.main'), 5],
      Buffer.from('fragmentation'),
      Buffer.from('1.25'),
      'name',
      'text',
    ]),
  ).toEqual({
    'peak.allocated': 100,
    'db.0.overhead.hashtable.main': 5,
    fragmentation: 1.25,
  });
});

it('is undefined without a figure', () => {
  expect(parseMemoryStats([])).toBeUndefined();
  expect(parseMemoryStats(['a', 'b'])).toBeUndefined();
});
