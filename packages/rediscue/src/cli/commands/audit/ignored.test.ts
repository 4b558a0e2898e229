import { expect, it } from 'vitest';
import { ignoredBy } from './ignored.ts';

it.each([
  ['legacy/**', ['legacy/a.yml', 'legacy/deep/a.yml'], ['a.yml', 'not-legacy/a.yml']],
  ['legacy', ['legacy/a.yml', 'legacy'], ['legacy.yml']],
  ['./legacy/', ['legacy/a.yml'], ['a.yml']],
  ['**/*.bak.yml', ['a.bak.yml', 'x/y/a.bak.yml'], ['a.yml', 'abakyml']],
  ['*.yml', ['a.yml'], ['x/a.yml', 'a.yaml']],
  ['deploy/**/test/*.env', ['deploy/test/a.env', 'deploy/x/y/test/a.env'], ['deploy/x/a.env']],
  ['a?.env', ['ab.env'], ['a/.env', 'abc.env']],
  ['a+(b)[c]', ['a+(b)[c]'], ['aab']],
])('%s', (glob, matching, others) => {
  const isIgnored = ignoredBy(glob);
  expect(matching.filter((path) => !isIgnored(path))).toEqual([]);
  expect(others.filter((path) => isIgnored(path))).toEqual([]);
  expect(ignoredBy(['nothing', glob])(matching[0] ?? '')).toBe(true);
});

it('leaves nothing out where nothing is named', () => {
  expect(ignoredBy([])('a.yml')).toBe(false);
});
