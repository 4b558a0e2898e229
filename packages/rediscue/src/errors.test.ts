import { expect, it } from 'vitest';
import { errors, RediscueError } from './errors.ts';

it('makes errors with code, sentence, hint and cause', () => {
  const cause = new Error('deeper');
  const error = errors.notWritten({ file: 'x', why: 'the disk is full' }, { cause });
  expect(error).toBeInstanceOf(RediscueError);
  expect(error).toMatchObject({ code: 'output/not-written', exit: 3, message: 'x could not be written: the disk is full', cause });
  expect(error.hint).toMatch(/unchanged/);
});

it('has codes that are unique and well formed', () => {
  const codes = Object.values(errors.table).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+\/[a-z-]+$/);
});
