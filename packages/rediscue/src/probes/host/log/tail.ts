import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

export interface Tail {
  text: string;
  /** Number of its first line in the file; null when the beginning was left out. */
  firstLine: number | null;
  modifiedAtMs: number;
  bytes: number;
}

/** The last bytes of a file from a whole line on; null when it cannot be read, is no file, or is binary. */
export async function readTail(path: string, maxBytes: number): Promise<Tail | null> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (!handle) return null;
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return null;
    const length = Math.min(stat.size, maxBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, stat.size - length);
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes.subarray(0, 4096).includes(0)) return null;
    const text = bytes.toString('utf8');
    const isWhole = length === stat.size;
    return { text: isWhole ? text : text.slice(text.indexOf('\n') + 1), firstLine: isWhole ? 1 : null, modifiedAtMs: stat.mtimeMs, bytes: stat.size };
  } catch {
    return null;
  } finally {
    await handle.close().catch(() => undefined);
  }
}
