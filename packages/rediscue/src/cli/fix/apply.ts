import { copyFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errors } from '../../errors.ts';
import { isSystemError, reason } from '../output-file.ts';
import type { FileChange } from './plan.ts';

export interface Applied {
  /** Where the old files are kept, beside the new ones. */
  kept: { file: string; as: string }[];
  /** Puts the old files back, unless somebody has changed the new ones since, and takes the kept ones away. Calling it again does nothing. */
  undo(): void;
}

/**
 * Writes all changes, each file whole or not at all, with its mode. When one fails those before it are taken back.
 * Synchronous: a person who interrupts finds all files changed, or none.
 */
export function apply(changes: readonly FileChange[], folder: string, stamp: string): Applied {
  const kept: Applied['kept'] = [];
  const done: FileChange[] = [];
  const undo = () => {
    for (const { file, before, after } of done.toReversed()) {
      const path = join(folder, file);
      if (textOf(path) === after) replace(path, before);
    }
    for (const { as } of kept) rmSync(join(folder, as), { force: true });
  };
  try {
    for (const change of changes) {
      const path = join(folder, change.file);
      if (readFileSync(path, 'utf8') !== change.before) throw errors.notFixed({ file: change.file, why: 'it was changed meanwhile' });
      const as = `${change.file}.before-fix-${stamp}`;
      copyFileSync(path, join(folder, as));
      kept.push({ file: change.file, as });
      replace(path, change.after);
      done.push(change);
    }
  } catch (error) {
    undo();
    if (isSystemError(error)) throw errors.notFixed({ file: changes[done.length]?.file ?? folder, why: reason(error) }, { cause: error });
    throw error;
  }
  return { kept, undo };
}

/** Null when there is none that can be read. */
export function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function replace(path: string, text: string): void {
  const { mode } = statSync(path);
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeFileSync(draft, text, { mode: mode & 0o777, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
