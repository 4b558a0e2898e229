import { expect, it } from 'vitest';
import { parseSlowlog } from './slowlog.ts';

const words = (line: string) => line.split(' ').map((word) => Buffer.from(word));

it('reads entries with and without a client (before 4.0)', () => {
  expect(
    parseSlowlog([
      [2, 1700000000, 15000, words('HGETALL big'), Buffer.from('10.0.0.1:5000'), Buffer.from('web')],
      [1, 1699999999, 20000, words('KEYS *')],
    ]),
  ).toEqual([
    { id: 2, at: 1700000000, micros: 15000, command: 'HGETALL', key: 'big', arguments: 1, client: '10.0.0.1:5000', clientName: 'web' },
    { id: 1, at: 1699999999, micros: 20000, command: 'KEYS', key: '*', arguments: 1, client: '', clientName: '' },
  ]);
});

it('keeps no value', () => {
  expect(JSON.stringify(parseSlowlog([[1, 1, 1, words('SET token hunter2'), null, null]]))).not.toContain('hunter2');
});

it('leaves out what is no entry', () => {
  expect(
    parseSlowlog([
      [1, 'x', 2, []],
      [3, 4, 5, words('GET a')],
    ]),
  ).toHaveLength(1);
  expect(parseSlowlog([1, 2])).toBeUndefined();
  expect(parseSlowlog(null)).toBeUndefined();
});
