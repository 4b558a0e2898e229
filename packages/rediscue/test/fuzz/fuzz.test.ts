import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { fuzzTargets } from './targets.ts';

const folder = mkdtempSync(join(tmpdir(), 'rediscue-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Bounded by runs and by time: the long run is `npm run fuzz`.
it.each(fuzzTargets)('$name takes broken input', async (target) => {
  const { runs } = await fuzz(target, { runs: 1500, seed: 20261120, seconds: 0.3, folder });
  expect(runs).toBeGreaterThan(0);
});

it('finds an input again by its seed', async () => {
  const inputs = async () => {
    const seen: string[] = [];
    const target = {
      name: 'x',
      seeds: () => [Buffer.from('abc'), Buffer.from('def')],
      run: (input: Buffer) => {
        seen.push(input.toString('hex'));
      },
    };
    await fuzz(target, { runs: 50, seed: 7, seconds: 5, folder });
    return seen;
  };
  expect(await inputs()).toEqual(await inputs());
});

it.each([
  ['at once', (isWell: boolean) => (isWell ? undefined : reject())],
  ['later', async (isWell: boolean) => (isWell ? undefined : reject())],
])('tells what was taken wrongly %s', async (_, take) => {
  const target = { name: 'x', seeds: () => [Buffer.from('abc')], run: (input: Buffer) => take(input.includes('b')) };
  await expect(fuzz(target, { runs: 1000, seed: 1, seconds: 5, folder })).rejects.toThrow(/^x, run \d+: no b$/);
});

function reject(): never {
  throw new Error('no b');
}
