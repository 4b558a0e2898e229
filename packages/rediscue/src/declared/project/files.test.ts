import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesIn } from './files.ts';

let base = '';
let folder = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'rediscue-files-'));
  folder = join(base, 'project');
  mkdirSync(folder);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));
const put = (path: string, text = 'x') => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

describe('the files of a project', () => {
  test('are those of its own, without what was fetched, built, written about or left by --fix', () => {
    for (const path of ['a.py', 'src/b.ts', 'node_modules/x/c.js', '.venv/d.py', 'dist/e.js', 'docs/f.yml', '{{name}}/g.env', '.env.before-fix-20261121T085305Z']) put(path);
    expect(filesIn(folder).paths).toEqual(['a.py', 'src/b.ts']);
  });

  test('are read once, and never outside of the folder', () => {
    put('a/b.txt', 'text');
    put('../outside.txt', 'secret');
    symlinkSync('/etc/passwd', join(folder, 'link'));
    const files = filesIn(folder);
    expect([files.text('a/b.txt'), files.text('a/../a/b.txt'), files.text('nowhere')]).toEqual(['text', 'text', null]);
    expect([files.text('../outside.txt'), files.text('/etc/passwd'), files.text('link')]).toEqual([null, null, null]);
    expect(files.leftOut).toEqual([{ what: 'link', why: 'it is a link that leads out of the project' }]);
  });

  test('are not read any more when the time is over, which is told', () => {
    put('a.env', 'A=1');
    put('b.env', 'B=1');
    let isOver = false;
    const files = filesIn(folder, { stop: () => isOver });
    expect(files.text('a.env')).toBe('A=1');
    isOver = true;
    expect([files.text('a.env'), files.text('b.env')]).toEqual(['A=1', null]);
    expect(files.leftOut).toEqual([{ what: 'further files of the project', why: 'the time for reading was over; `--budget` gives more' }]);
  });

  test('that are too large are told', () => {
    put('big.yml', 'x'.repeat(1024 * 1024 + 1));
    const files = filesIn(folder);
    expect(files.text('big.yml')).toBeNull();
    expect(files.leftOut).toEqual([{ what: 'big.yml', why: 'it is larger than 1 MiB' }]);
  });

  test('what stands at a path is told, also outside', () => {
    put('a/b.txt');
    mkdirSync(join(folder, 'empty'));
    const files = filesIn(folder);
    expect(['a', 'a/b.txt', 'empty', 'nowhere', '/etc'].map((path) => files.kind(path))).toEqual(['folder', 'file', 'empty-folder', null, 'folder']);
  });
});
