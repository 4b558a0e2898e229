import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes over a part of a file, as a failing disk would: the rest stays as it is. */
export function overwrite(file: string, at: number, bytes: string | Buffer): void {
  const opened = openSync(file, 'r+');
  try {
    writeSync(opened, Buffer.from(bytes), 0, bytes.length, at);
  } finally {
    closeSync(opened);
  }
}
