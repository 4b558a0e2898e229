import { expect, it } from 'vitest';
import { parseModuleList } from './module-list.ts';

it('reads modules with and without a path', () => {
  expect(
    parseModuleList([
      ['name', 'search', 'ver', 20800, 'path', '/usr/lib/search.so', 'args', []],
      new Map<string, string | number>([
        ['name', 'vectorset'],
        ['ver', 1],
        ['path', ''],
      ]),
      ['ver', 1],
    ]),
  ).toEqual([
    { name: 'search', version: '20800', path: '/usr/lib/search.so' },
    { name: 'vectorset', version: '1', path: null },
  ]);
  expect(parseModuleList([])).toEqual([]);
  expect(parseModuleList(Buffer.from('x'))).toBeUndefined();
});
