import { parser } from '@lezer/go';
import { parser as javaParser } from '@lezer/java';
import { expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { parseWithin } from './index.ts';

test('what is well is read to its end', () => {
  const text = 'package main\n\nfunc main() { x := []string{"a"} }\n'.repeat(200);
  const { tree, stoppedAt } = parseWithin(parser, text);
  expect(stoppedAt).toBeNull();
  expect(tree.toString()).toBe(parser.parse(text).toString());
});

test('what takes seconds is read up to a place', () => {
  const text = `package main\nvar x = ${'a ? b : ['.repeat(25_000)}`;
  const began = cpuMs();
  const { tree, stoppedAt } = parseWithin(parser, text);
  expect(cpuMs() - began).toBeLessThan(5000);
  expect(tree.length).toBeGreaterThan(0);
  if (stoppedAt !== null) expect(stoppedAt).toBeLessThan(text.length);
});

test('what means many things at once is read as far as memory allows', () => {
  const before = process.memoryUsage().heapUsed;
  const { stoppedAt } = parseWithin(javaParser, `class A { int a = ${'a ?? '.repeat(60_000)}; }`);
  expect(stoppedAt).toBeGreaterThan(0);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(400 * 1024 * 1024);
});
