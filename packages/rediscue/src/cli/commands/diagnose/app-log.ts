import type { LogTail } from '../../../declared/app/index.ts';
import { errors } from '../../../errors.ts';
import { isSystemError, reason } from '../../output-file.ts';

/** The end of the application's log; `-` is standard input, which is read for `ms` at most. Throws `log/unreadable`. */
export async function readAppLog(file: string, ms: number, signal: AbortSignal): Promise<LogTail> {
  const { readStream, tailOf } = await import('../../../probes/app/log/tail.ts');
  try {
    return file === '-' ? await readStream(process.stdin, ms, signal) : await tailOf(file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw errors.logUnreadable({ file, why: reason(error) }, { cause: error });
  }
}
