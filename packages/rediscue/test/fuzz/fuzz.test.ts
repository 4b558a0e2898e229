import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { fuzzTargets } from './targets.ts';

// Bounded by runs and by time: the long run is `node packages/rediscue/test/fuzz/replies.ts`.
it.each(fuzzTargets)('$name takes broken input', (target) => {
  const { runs } = fuzz(target, { runs: 4000, seed: 20261120, seconds: 3 });
  expect(runs).toBeGreaterThan(0);
});

it('finds an input again by its seed', () => {
  const inputs = () => {
    const seen: string[] = [];
    fuzz({ name: 'x', seeds: () => [Buffer.from('abc'), Buffer.from('def')], run: (input) => seen.push(input.toString('hex')) }, { runs: 50, seed: 7, seconds: 5 });
    return seen;
  };
  expect(inputs()).toEqual(inputs());
});

it('tells what was taken wrongly', () => {
  const target = {
    name: 'x',
    seeds: () => [Buffer.from('abc')],
    run: (input: Buffer) => {
      if (!input.includes('b')) throw new Error('no b');
    },
  };
  expect(() => fuzz(target, { runs: 1000, seed: 1, seconds: 5 })).toThrow(/^x, run \d+: no b$/);
});
