import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAll } from '../../registry.ts';
import { completionScript } from './script.ts';

/** What bash would offer at the end of the words. */
async function offeredIn(folder: string, ...words: string[]): Promise<string[]> {
  const script = `${await completionScript('bash', await loadAll())}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rediscue; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script, 'bash', 'rediscue', ...words], { encoding: 'utf8', cwd: folder });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter(Boolean);
}

const offered = (...words: string[]) => offeredIn(tmpdir(), ...words);

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('has every command and option in the script for %s', async (shell) => {
    const commands = await loadAll();
    const script = await completionScript(shell, commands);
    for (const { name, options } of commands) for (const word of [name, ...Object.keys(options)]) expect(script).toContain(word);
  });

  it.each(['bash', 'zsh', 'fish'])('is a script that %s can read', async (shell) => {
    const script = await completionScript(shell, await loadAll());
    const checked = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' });
    // Only bash is on every machine.
    if (shell !== 'bash' && checked.error !== undefined) return;
    expect(checked.stderr).toBe('');
    expect(checked.status).toBe(0);
  });

  it('offers commands, options, values and codes', async () => {
    expect(await offered('di')).toEqual(['diagnose']);
    expect(await offered('diagnose', '--bu')).toEqual(['--budget']);
    expect(await offered('diagnose', 'redis://x', '--format', 'm')).toEqual(['markdown']);
    expect(await offered('explain', 'auth/user-')).toEqual(['auth/user-unknown', 'auth/user-disabled']);
  });

  it('offers files and folders, whatever their names hold', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'completion-'));
    mkdirSync(join(folder.path, 'our shop'));
    writeFileSync(join(folder.path, 'our facts.json'), '');
    expect((await offeredIn(folder.path, 'audit', 'our')).toSorted()).toEqual(['our facts.json', 'our shop']);
    expect(await offeredIn(folder.path, 'diagnose', '--facts', 'our f')).toEqual(['our facts.json']);
    expect(await offeredIn(folder.path, 'diagnose', '--project', 'our')).toEqual(['our shop']);
  });

  it('knows three shells', async () => {
    await expect(completionScript('tcsh', await loadAll())).rejects.toMatchObject({ code: 'cli/bad-value', exit: 2 });
  });
});
