import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../../errors.ts';
import { isSystemError, reason } from '../output-file.ts';
import type { FileChange } from './plan.ts';

export interface Applied {
  /** Where the old files are kept, beside the new ones. */
  kept: { file: string; as: string }[];
  /** Puts the old files back, unless somebody has changed the new ones since, and takes the kept ones away. */
  undo(): Promise<void>;
}

/** Writes all changes, each file whole or not at all, with its mode. When one fails those before it are taken back. */
export async function apply(changes: readonly FileChange[], folder: string, stamp: string): Promise<Applied> {
  const kept: Applied['kept'] = [];
  const done: FileChange[] = [];
  const undo = async () => {
    for (const { file, before, after } of done.toReversed()) {
      const path = join(folder, file);
      if ((await readFile(path, 'utf8').catch(() => null)) === after) await replace(path, before);
    }
    for (const { as } of kept) await rm(join(folder, as), { force: true });
  };
  try {
    for (const change of changes) {
      const path = join(folder, change.file);
      if ((await readFile(path, 'utf8')) !== change.before) throw errors.notFixed({ file: change.file, why: 'it was changed meanwhile' });
      const as = `${change.file}.before-fix-${stamp}`;
      await copyFile(path, join(folder, as));
      kept.push({ file: change.file, as });
      await replace(path, change.after);
      done.push(change);
    }
  } catch (error) {
    await undo();
    if (isSystemError(error)) throw errors.notFixed({ file: changes[done.length]?.file ?? folder, why: reason(error) }, { cause: error });
    throw error;
  }
  return { kept, undo };
}

async function replace(path: string, text: string): Promise<void> {
  const { mode } = await stat(path);
  const draft = `${path}.${process.pid}.draft`;
  try {
    await writeFile(draft, text, { mode: mode & 0o777, flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
