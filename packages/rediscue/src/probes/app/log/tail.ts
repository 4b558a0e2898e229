import { open } from 'node:fs/promises';
import type { LogTail } from '../../../declared/app/index.ts';

/** How much of a log's end is read. */
const tailBytes = 2 * 1024 * 1024;
/** Above that, the lines before are not counted. */
const countedBytes = 64 * 1024 * 1024;

/** The end of a file, with the number of the line it begins at. Throws what the system says. */
export async function tailOf(file: string): Promise<LogTail> {
  await using handle = await open(file, 'r');
  const status = await handle.stat();
  if (!status.isFile()) throw Object.assign(new Error('it is no regular file'), { code: status.isDirectory() ? 'EISDIR' : 'EINVAL' });
  const from = Math.max(0, status.size - tailBytes);
  const bytes = Buffer.alloc(Math.min(status.size, tailBytes));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
  let skippedLines: number | null = from > countedBytes ? null : 0;
  const chunk = Buffer.alloc(256 * 1024);
  for (let at = 0; skippedLines !== null && at < from; at += chunk.length) {
    const { bytesRead: read } = await handle.read(chunk, 0, Math.min(chunk.length, from - at), at);
    if (read === 0) break;
    skippedLines += newlines(chunk.subarray(0, read));
  }
  return cut({ text: bytes.subarray(0, bytesRead).toString('utf8'), skippedBytes: from, skippedLines });
}

/** The end of a stream. One that does not end (`tail -f`) counts as far as it came in `ms`. */
export async function readStream(stream: NodeJS.ReadableStream & { destroy?(): unknown }, ms: number, signal: AbortSignal): Promise<LogTail> {
  const pieces: Buffer[] = [];
  let [kept, droppedBytes, droppedLines] = [0, 0, 0];
  const take = (piece: Buffer) => {
    pieces.push(piece);
    kept += piece.length;
    while (pieces[0] !== undefined && kept - pieces[0].length >= tailBytes) {
      const [first] = pieces.splice(0, 1) as [Buffer];
      kept -= first.length;
      droppedBytes += first.length;
      droppedLines += newlines(first);
    }
  };
  await new Promise<void>((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      stream.off('data', take).off('end', finish).off('error', reject);
      // An open stream would keep the program from ending.
      stream.destroy?.();
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
    stream.on('data', take).on('end', finish).on('error', reject);
  });
  const whole = Buffer.concat(pieces);
  const from = Math.max(0, whole.length - tailBytes);
  return cut({ text: whole.subarray(from).toString('utf8'), skippedBytes: droppedBytes + from, skippedLines: droppedLines + newlines(whole.subarray(0, from)) });
}

/** A line whose beginning is not there says nothing. */
function cut(tail: LogTail): LogTail {
  if (tail.skippedBytes === 0) return tail;
  const at = tail.text.indexOf('\n');
  return at === -1 ? tail : { ...tail, text: tail.text.slice(at + 1), skippedLines: tail.skippedLines === null ? null : tail.skippedLines + 1 };
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}
