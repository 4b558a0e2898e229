import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Report, RootCause } from '../../report/contract.ts';
import { sample } from '../../report/sample-report.ts';
import type { World } from '../command.ts';
import { unifiedDiff } from './diff.ts';
import { fix } from './index.ts';
import { type Edit, planOf } from './plan.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rediscue-fix-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const compose = 'services:\r\n  app: # the shop\r\n    environment:\r\n      REDIS_HOST: localhost # here\r\n      REDIS_PASSWORD: hunter2-planted\r\n';
const root = (edits: Edit[], code = 'config/localhost-in-container'): RootCause => ({
  code,
  severity: 'critical',
  target: null,
  summary: 'x.',
  where: edits.map(({ file, line }) => ({ file, line })),
  chain: [],
  evidence: [],
  remedies: [{ title: 'x', commands: [], risk: 'safe', runbook: null, verify: 'x', edits }],
});
const report = (...rootCauses: RootCause[]): Report => ({ ...sample, status: rootCauses.length > 0 ? 'down' : 'healthy', rootCauses });
const hostEdit: Edit = { file: 'compose.yml', line: 4, find: 'localhost', replace: 'redis' };
const world = (answer: boolean | null): World => ({ ask: async () => answer, onInterrupt: () => ({ [Symbol.dispose]: () => undefined }) }) as unknown as World;
const put = () => writeFileSync(join(folder, 'compose.yml'), compose);
const text = () => readFileSync(join(folder, 'compose.yml'), 'utf8');

describe('the plan', () => {
  const plan = (edits: Edit[], before = compose) => planOf(report(root(edits)), () => before);

  test('keeps comments, line ends and the rest of the line', () => {
    expect(plan([hostEdit]).changes[0]?.after).toBe(compose.replace('localhost', 'redis'));
    expect(plan([{ file: 'compose.yml', line: 2, insertBelow: '  restart: always' }]).changes[0]?.after).toContain('  app: # the shop\r\n    restart: always\r\n    environment:');
  });

  test('changes nothing where the value does not stand there once', () => {
    for (const find of ['elsewhere', '', 'o']) expect(plan([{ ...hostEdit, find }])).toMatchObject({ changes: [], left: [{ code: 'config/localhost-in-container' }] });
    expect(plan([{ ...hostEdit, line: 99 }]).changes).toEqual([]);
    expect(planOf(report(root([hostEdit])), () => null).changes).toEqual([]);
  });

  test('does all changes of one cause, or none', () => {
    expect(plan([hostEdit, { ...hostEdit, find: 'nowhere' }]).changes).toEqual([]);
  });
});

test('the diff shows what changes, with its surroundings and without secrets', () => {
  const [change] = planOf(report(root([hostEdit])), () => compose).changes;
  const diff = unifiedDiff(change ?? { file: '', before: '', after: '' });
  expect(diff).toMatch(/^--- a\/compose.yml\n\+\+\+ b\/compose.yml\n@@ -1,6 \+1,6 @@\n/);
  expect(diff).toContain('-      REDIS_HOST: localhost # here');
  expect(diff).toContain('+      REDIS_HOST: redis # here');
  expect(diff).not.toContain('hunter2');
  expect(unifiedDiff({ file: '.env', before: 'A=whatever\nREDIS_HOST=a\n', after: 'A=whatever\nREDIS_HOST=b\n' })).not.toContain('whatever');
  expect(unifiedDiff({ file: 'x', before: 'a', after: 'a' })).toBe('');
});

describe('changing files', () => {
  const options = { yes: true, 'dry-run': false };

  test('keeps the old file and its mode, and ends with the new report', async () => {
    put();
    chmodSync(join(folder, 'compose.yml'), 0o640);
    const fixed = await fix(report(root([hostEdit])), folder, options, world(null), async () => report());
    expect(fixed).toMatchObject({ outcome: 'helped', report: { status: 'healthy' } });
    expect(text()).toBe(compose.replace('localhost', 'redis'));
    expect(readFileSync(join(folder, fixed.kept[0] ?? ''), 'utf8')).toBe(compose);
    expect(statSync(join(folder, 'compose.yml')).mode & 0o777).toBe(0o640);
  });

  test('puts everything back when it did not help, or when looking again fails', async () => {
    put();
    const same = report(root([hostEdit]));
    expect(await fix(same, folder, options, world(null), async () => same)).toMatchObject({ outcome: 'taken-back', kept: [] });
    await expect(fix(same, folder, options, world(null), () => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
    expect(text()).toBe(compose);
    expect(readdirSync(folder)).toEqual(['compose.yml']);
  });

  test('asks, and changes nothing without consent', async () => {
    put();
    const ask = (answer: boolean | null) => fix(report(root([hostEdit])), folder, { ...options, yes: false }, world(answer), async () => report());
    await expect(ask(null)).rejects.toMatchObject({ code: 'fix/no-consent', exit: 2 });
    expect(await ask(false)).toMatchObject({ outcome: 'declined' });
    expect(await fix(report(root([hostEdit])), folder, { ...options, 'dry-run': true }, world(null), async () => report())).toMatchObject({ outcome: 'planned' });
    expect(text()).toBe(compose);
    expect(await ask(true)).toMatchObject({ outcome: 'helped' });
  });

  test('puts everything back at once when the person interrupts the second look, and only once', async () => {
    put();
    const undone: (() => void)[] = [];
    const onInterrupt = (undo: () => void) => {
      undone.push(undo);
      return { [Symbol.dispose]: () => undefined };
    };
    const interrupted = { ...world(null), onInterrupt };
    const again = async () => {
      expect(text()).not.toBe(compose);
      for (const undo of undone) undo();
      expect([text(), readdirSync(folder)]).toEqual([compose, ['compose.yml']]);
      throw new Error('interrupted');
    };
    await expect(fix(report(root([hostEdit])), folder, options, interrupted, again)).rejects.toThrow('interrupted');
    expect([text(), readdirSync(folder)]).toEqual([compose, ['compose.yml']]);
  });

  test('changes no file when one of several cannot be written', async () => {
    put();
    writeFileSync(join(folder, 'other.yml'), compose);
    const both = report(root([hostEdit, { ...hostEdit, file: 'other.yml' }]));
    const again = async () => report();
    const consent = async () => {
      rmSync(join(folder, 'other.yml'));
      return true;
    };
    const late = { ...world(null), ask: consent };
    await expect(fix(both, folder, { yes: false, 'dry-run': false }, late, again)).rejects.toMatchObject({ code: 'fix/not-changed', exit: 3 });
    expect(text()).toBe(compose);
    expect(readdirSync(folder)).toEqual(['compose.yml']);
  });
});
