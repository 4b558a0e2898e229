import { expect, it } from 'vitest';
import type { ServerView } from '../server-view.ts';
import { dataBytes, missingBytes } from './suspicion.ts';

const mib = 1024 * 1024;
const view = (info: Record<string, string | number>) =>
  ({
    info: new Map(Object.entries(info).map(([name, value]) => [name, String(value)])),
    number: (field: string) => (field in info ? Number(info[field]) : undefined),
  }) as unknown as ServerView;

it.each([
  ['60 MiB that 3000 small keys do not explain', { used_memory_dataset: 60 * mib }, 100, 60 * mib - 300_000],
  ['60 MiB that 3000 keys of 20 KiB explain', { used_memory_dataset: 60 * mib }, 20_480, null],
  ['a small data set', { used_memory_dataset: 10 * mib }, 100, null],
  ['an unknown data set', {}, 100, null],
  ['keys of unknown size', { used_memory_dataset: 60 * mib }, undefined, null],
  ['a string of 16 MiB that the server counted', { used_memory_dataset: 20 * mib, db0_distrib_strings_sizes: '1=10,1K=5,16M=1' }, 100, 20 * mib - 300_000],
  ['a list of a million that the server counted', { db0_distrib_lists_items: '1=10,1M=1' }, undefined, 16 * mib],
  ['sizes without a large one', { used_memory_dataset: 2 * mib, db0_distrib_strings_sizes: '1=10,8M=1' }, 100, null],
])('%s', (_, info, bytesPerKey, expected) => {
  expect(missingBytes(view(info), 3000, bytesPerKey, 0.25)).toBe(expected);
});

it('takes memory beyond the start for data where nothing better is known', () => {
  expect(dataBytes(view({ used_memory: 5 * mib, used_memory_startup: mib }))).toBe(4 * mib);
  expect(dataBytes(view({ used_memory: 5 * mib }))).toBe(4 * mib);
  expect(dataBytes(view({}))).toBeUndefined();
});
