import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ByteReader, OutOfTime } from './byte-reader.ts';
import { type CheckOptions, Damage, type FileCheck } from './damage.ts';
import { newSnapshot, type Snapshot, walkSnapshot, walkToChecksum } from './snapshot.ts';
import type { Loadable } from './versions.ts';

/** A pipe in a file's place must not hold us up. */
export const openFlags = constants.O_RDONLY | constants.O_NONBLOCK;

/** No server writes a version above this; a header that says so is taken at its word: no server loads it. */
const highestVersion = { redis: 40, valkey: 120 };

export interface RdbOptions extends CheckOptions {
  /** What the server that must load it can read, when that is known. */
  loadable?: Loadable | null | undefined;
}

/** A moment after which a check gives up, as a question to ask often. */
export function stopper({ signal, deadlineMs }: CheckOptions): () => boolean {
  const until = deadlineMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + deadlineMs;
  return () => signal?.aborted === true || performance.now() > until;
}

const noAnswer: Record<string, FileCheck['state']> = { ENOENT: 'missing', ENOTDIR: 'missing' };

/** A check that could not begin. */
export function unopened(file: string, error: unknown): FileCheck {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const state = noAnswer[code] ?? 'unreadable';
  return { file, bytes: 0, modifiedAt: null, state, offset: null, lossBytes: null, reason: state === 'missing' ? 'there is no such file' : code, version: null, keys: null };
}

/**
 * Walks a snapshot from its header to its checksum in bounded memory. Never rejects: what cannot be read is a state too.
 * Trailing bytes behind the checksum are ignored, as servers do.
 */
export async function checkRdb(file: string, options: RdbOptions = {}): Promise<FileCheck> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, openFlags);
    const stat = await handle.stat();
    const check: FileCheck = {
      file,
      bytes: stat.size,
      modifiedAt: stat.mtime.toISOString(),
      state: 'ok',
      offset: null,
      lossBytes: null,
      reason: null,
      version: null,
      keys: null,
    };
    if (!stat.isFile()) return { ...check, state: 'unreadable', reason: 'it is no file' };
    if (options.maxBytes !== undefined && stat.size > options.maxBytes) return { ...check, state: 'not-checked', reason: `larger than ${options.maxBytes} bytes` };
    const snapshot = newSnapshot(0);
    const outcome = await examine(handle, stat.size, snapshot, options);
    return { ...check, ...outcome, version: snapshot.version === null ? null : String(snapshot.version), keys: outcome.state === 'format-too-new' ? null : snapshot.keys };
  } catch (error) {
    return unopened(file, error);
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

type Outcome = Pick<FileCheck, 'state' | 'offset' | 'lossBytes' | 'reason'>;

async function examine(handle: FileHandle, size: number, snapshot: Snapshot, options: RdbOptions): Promise<Outcome> {
  const reader = new ByteReader(handle, 0, size, stopper(options), true);
  try {
    await reader.run(walkSnapshot(reader, snapshot));
    return tooNew(snapshot, options.loadable) ?? verdict(snapshot, size);
  } catch (error) {
    if (error instanceof OutOfTime) {
      return (
        tooNew(snapshot, options.loadable) ?? { state: 'not-checked', offset: null, lossBytes: null, reason: `the time for it was over after ${reader.offset} of ${size} bytes` }
      );
    }
    if (!(error instanceof Damage)) throw error;
    const newer = tooNew(snapshot, options.loadable);
    if (newer) return newer;
    if (error.kind === 'unknown' && isBeyondReader(snapshot)) return checksumOnly(reader, snapshot, error);
    const isCut = error.kind === 'cut' && !(await endsProperly(handle, size, snapshot));
    return { state: isCut ? 'truncated' : 'damaged', ...place(error, isCut ? size : error.offset, snapshot, size) };
  }
}

function place(error: Damage, offset: number, snapshot: Snapshot, size: number): Omit<Outcome, 'state'> {
  const lossBytes = snapshot.end === null ? Math.max(0, size - snapshot.boundary) : 0;
  const before = snapshot.version === null ? '' : `; ${snapshot.keys} keys before it are whole`;
  return { offset, lossBytes, reason: `${error.message}${before}` };
}

function verdict(snapshot: Snapshot, size: number): Outcome {
  if (snapshot.checksum === 'wrong')
    return { state: 'damaged', offset: null, lossBytes: null, reason: 'the checksum does not fit: bytes were changed that the structure does not show' };
  const extra = size - snapshot.boundary;
  return { state: 'ok', offset: null, lossBytes: null, reason: extra > 0 ? `${extra} bytes behind the end are ignored` : null };
}

function tooNew(snapshot: Snapshot, loadable: Loadable | null | undefined): Outcome | null {
  if (snapshot.version === null) return null;
  const family = snapshot.valkey ? 'valkey' : 'redis';
  const limit = loadable ? loadable[family] : highestVersion[family];
  if (snapshot.version <= limit) return null;
  const writer = snapshot.writer ? `, written by version ${snapshot.writer}` : '';
  const reader = loadable ? `the server loads ${limit === 0 ? `none of ${snapshot.valkey ? "Valkey's" : "Redis'"} own` : `up to ${limit}`}` : 'no server loads it';
  return { state: 'format-too-new', offset: null, lossBytes: null, reason: `RDB version ${snapshot.version}${writer}; ${reader}` };
}

/** Versions in which there may be types that were not known when this was written. */
const isBeyondReader = ({ version, valkey }: Snapshot) => version !== null && (valkey ? version > 80 : version > 12);

async function checksumOnly(reader: ByteReader, snapshot: Snapshot, error: Damage): Promise<Outcome> {
  try {
    await reader.run(walkToChecksum(reader, snapshot));
  } catch (stopped) {
    if (!(stopped instanceof OutOfTime)) throw stopped;
  }
  if (snapshot.checksum === 'fits')
    return { state: 'ok', offset: null, lossBytes: null, reason: `only its checksum was verified: ${error.message} in version ${snapshot.version}` };
  return { state: 'not-checked', offset: null, lossBytes: null, reason: `RDB version ${snapshot.version} is newer than what can be checked here (${error.message})` };
}

/** A length that points beyond the end means a cut, unless the file has its end mark: then the length is what is wrong. */
async function endsProperly(handle: FileHandle, size: number, snapshot: Snapshot): Promise<boolean> {
  if (snapshot.version === null || snapshot.end !== null || size < 20) return false;
  const at = snapshot.version < 5 ? size - 1 : size - 9;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
  return buffer[0] === 0xff;
}
