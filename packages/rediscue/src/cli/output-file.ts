import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errors } from '../errors.ts';

/** Where a report goes: the file itself, or in a folder one that is named for its time. */
export async function outputPath(given: string, ending: string, takenAt: string): Promise<string> {
  const isFolder =
    given.endsWith('/') ||
    (await stat(given)
      .then((found) => found.isDirectory())
      .catch(() => false));
  return isFolder ? join(given, `rediscue-${takenAt.replaceAll(':', '-')}.${ending}`) : given;
}

/**
 * Writes a file whole or not at all, readable by its owner only: a reader never sees half of it, and a
 * failure leaves what stood there. Devices and pipes are written to as they are. Throws `output/not-written`.
 */
export async function writePrivately(file: string, text: string): Promise<void> {
  try {
    // A link keeps pointing where it points.
    const target = await realpath(file).catch(() => file);
    const existing = await stat(target).catch(() => null);
    if (existing !== null && !existing.isFile()) await writeInto(target, 'w', text);
    else await replace(target, text);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw errors.notWritten({ file, why: reason(error) }, { cause: error });
  }
}

async function replace(target: string, text: string): Promise<void> {
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.${Date.now().toString(36)}`);
  try {
    await writeInto(draft, 'wx', text);
    await rename(draft, target);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
}

async function writeInto(file: string, flag: 'w' | 'wx', text: string): Promise<void> {
  await using handle = await open(file, flag, 0o600);
  await handle.writeFile(text);
  if (flag === 'wx') await handle.sync();
}

export const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

/** The system's error in words. */
export const reason = (error: NodeJS.ErrnoException): string => reasons[error.code ?? ''] ?? error.code ?? error.message;
