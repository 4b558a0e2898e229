import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outputPath, writePrivately } from './output-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rediscue-output-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writePrivately', () => {
  it('makes a file that only its owner reads, and nothing beside it', async () => {
    await writePrivately(join(folder, 'report.json'), '{}');
    expect((await stat(join(folder, 'report.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['report.json']);
  });

  it('follows a link instead of replacing it, and tightens the mode', async () => {
    await writeFile(join(folder, 'real'), 'old', { mode: 0o644 });
    await symlink('real', join(folder, 'link'));
    await writePrivately(join(folder, 'link'), 'new');
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new');
    expect((await stat(join(folder, 'real'))).mode & 0o777).toBe(0o600);
  });

  it('writes into a device as it is', async () => {
    await writePrivately('/dev/null', 'x');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('says why it could not, and leaves nothing behind', async () => {
    await expect(writePrivately(join(folder, 'absent', 'report'), 'x')).rejects.toMatchObject({ code: 'output/not-written', exit: 3 });
    await expect(writePrivately(folder, 'x')).rejects.toMatchObject({ code: 'output/not-written' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('outputPath', () => {
  it('names a file in a folder for its time', async () => {
    expect(await outputPath(folder, 'json', '2026-11-20T10:00:00.000Z')).toBe(join(folder, 'rediscue-2026-11-20T10-00-00.000Z.json'));
    expect(await outputPath(join(folder, 'x.json'), 'json', '2026-11-20T10:00:00.000Z')).toBe(join(folder, 'x.json'));
  });
});
