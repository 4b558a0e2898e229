import { writeSync } from 'node:fs';

/** Writes everything; resolves when the system has it all, or when nobody reads any more. */
export async function writeAll(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (text === '') return;
  await new Promise<void>((resolve, reject) => {
    const gone = (error: NodeJS.ErrnoException) => (isGone(error) ? resolve() : reject(error));
    stream.once('error', gone);
    stream.write(text, (error) => {
      stream.off('error', gone);
      if (error) gone(error);
      else resolve();
    });
  });
}

/** The reader went away, as `| head` does: its wish, not a failure. */
const isGone = (error: NodeJS.ErrnoException): boolean => error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';

/** Keeps a closed pipe from ending the process with a stack trace, whenever it is noticed. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!isGone(error)) throw error;
    });
}

/** For the moment when no callback may be waited for. */
export function writeNow(descriptor: 1 | 2, text: string): void {
  try {
    writeSync(descriptor, text);
  } catch {
    // A full or closed pipe: there is nobody left to tell.
  }
}

/**
 * Ends the process at once. A name lookup that hangs holds a thread which an ordinary exit waits for, up to
 * half a minute with a dead name server; replacing the process by one that only exits does not wait.
 */
export function endNow(status: number): never {
  const isHeld = process.getActiveResourcesInfo().some((kind) => kind === 'GetAddrInfoReqWrap' || kind === 'GetNameInfoReqWrap' || kind.startsWith('FSReq'));
  if (isHeld && process.platform !== 'win32' && process.execve !== undefined) {
    process.removeAllListeners('warning');
    process.execve('/bin/sh', ['sh', '-c', `exit ${status}`], {});
  }
  process.exit(status);
}
