import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { LogTail } from '../../../declared/app/index.ts';
import { errors } from '../../../errors.ts';
import { isSystemError, reason } from '../../output-file.ts';

/** The end of the application's log; `-` is standard input. What is no file (a pipe) is read for `ms` at most. Throws `log/unreadable`. */
export async function readAppLog(file: string, ms: number, signal: AbortSignal): Promise<LogTail> {
  const { readStream, tailOf } = await import('../../../probes/app/log/tail.ts');
  try {
    if (file === '-') return await readStream(process.stdin, ms, signal);
    const status = await stat(file);
    return status.isFile() || status.isDirectory() ? await tailOf(file) : await readStream(createReadStream(file), ms, signal);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw errors.logUnreadable({ file, why: reason(error) }, { cause: error });
  }
}
