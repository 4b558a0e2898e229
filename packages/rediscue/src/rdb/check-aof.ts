import { type FileHandle, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Commands, walkCommands } from './aof-commands.ts';
import { readManifest } from './aof-manifest.ts';
import { ByteReader, OutOfTime, type Walk } from './byte-reader.ts';
import { openFlags, stopper, unopened } from './check-rdb.ts';
import { type CheckOptions, Damage, type FileCheck } from './damage.ts';
import { newSnapshot, type Snapshot, walkSnapshot } from './snapshot.ts';
import type { Loadable } from './versions.ts';

export interface AofPlace {
  /** The data directory (`dir`). */
  directory: string;
  /** `appendfilename`; `appendonly.aof` unless it is set. */
  fileName?: string | undefined;
  /** `appenddirname` of servers since 7.0; `appendonlydir` unless it is set. */
  folderName?: string | undefined;
}

export interface AofOptions extends CheckOptions {
  /** `aof-load-truncated`: whether the server cuts an incomplete end off by itself; null when it is not known. */
  loadTruncated?: boolean | null | undefined;
  loadable?: Loadable | null | undefined;
}

/** An append-only log: of one file, or of the parts that a manifest names. */
export interface AofCheck {
  present: boolean;
  manifest: string | null;
  /** In the order in which a server loads them; first the manifest itself where it is at fault. */
  parts: FileCheck[];
}

const maxManifestBytes = 1024 * 1024;

/** Checks the append-only log of a data directory. Never rejects. */
export async function checkAof({ directory, fileName = 'appendonly.aof', folderName = 'appendonlydir' }: AofPlace, options: AofOptions = {}): Promise<AofCheck> {
  const manifest = join(directory, folderName, `${fileName}.manifest`);
  const read = await readManifestFile(manifest);
  if (read.text !== undefined) return checkParts(join(directory, folderName), manifest, read.text, read.check, options);
  if (read.check.state === 'unreadable') return { present: true, manifest, parts: [read.check] };
  const single = join(directory, fileName);
  const check = await checkAofFile(single, 'single', true, options);
  if (check.state !== 'missing') return { present: true, manifest: null, parts: [check] };
  const orphans = (await readdir(join(directory, folderName)).catch(() => [])).filter((name) => name.startsWith(`${fileName}.`) && name.endsWith('.aof'));
  if (orphans.length === 0) return { present: false, manifest: null, parts: [] };
  return { present: true, manifest, parts: [{ ...read.check, reason: `there is no manifest, so a server ignores the ${orphans.length} file(s) beside it and starts empty` }] };
}

async function readManifestFile(file: string): Promise<{ text?: string; check: FileCheck }> {
  const missing = unopened(file, { code: 'ENOENT' });
  try {
    const info = await stat(file);
    const check: FileCheck = { ...missing, bytes: info.size, modifiedAt: info.mtime.toISOString(), state: 'ok', reason: null, version: 'manifest' };
    if (!info.isFile() || info.size > maxManifestBytes) return { check: { ...check, state: 'unreadable', reason: 'it is no manifest' } };
    return { text: await readFile(file, 'utf8'), check };
  } catch (error) {
    return { check: { ...unopened(file, error), version: 'manifest' } };
  }
}

async function checkParts(folder: string, manifest: string, text: string, own: FileCheck, options: AofOptions): Promise<AofCheck> {
  const { parts: named, problem } = readManifest(text);
  const parts: FileCheck[] = [];
  if (problem) parts.push({ ...own, state: 'damaged', offset: problem.offset, reason: `line ${problem.line}: ${problem.reason}` });
  const live = [...named.filter((part) => part.type === 'base'), ...named.filter((part) => part.type === 'incremental').sort((a, b) => a.sequence - b.sequence)];
  for (const [index, part] of live.entries())
    parts.push(await checkAofFile(join(folder, part.name), part.type === 'base' ? 'base' : 'incremental', index === live.length - 1, options));
  return { present: true, manifest, parts };
}

/** Checks one file of commands, which may begin with a snapshot. `isLast`: only the last part may end early. */
async function checkAofFile(file: string, kind: 'base' | 'incremental' | 'single', isLast: boolean, options: AofOptions = {}): Promise<FileCheck> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, openFlags);
    const info = await handle.stat();
    const check: FileCheck = { ...unopened(file, {}), bytes: info.size, modifiedAt: info.mtime.toISOString(), state: 'ok', reason: null, version: kind };
    if (!info.isFile()) return { ...check, state: 'unreadable', reason: 'it is no file' };
    if (options.maxBytes !== undefined && info.size > options.maxBytes) return { ...check, state: 'not-checked', reason: `larger than ${options.maxBytes} bytes` };
    return { ...check, ...(await examine(handle, info.size, isLast, options)) };
  } catch (error) {
    return { ...unopened(file, error), version: kind };
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

type Outcome = Pick<FileCheck, 'state' | 'offset' | 'lossBytes' | 'reason' | 'keys'>;

function* walkFile(reader: ByteReader, snapshot: Snapshot, commands: Commands): Walk {
  if (reader.remaining === 0) return;
  yield* reader.need(Math.min(6, reader.remaining));
  const head = reader.buffer.toString('latin1', reader.at, reader.at + 6);
  if (head.startsWith('REDIS') || head === 'VALKEY') yield* walkSnapshot(reader, snapshot);
  else snapshot.end = 0;
  yield* walkCommands(reader, commands);
}

async function examine(handle: FileHandle, size: number, isLast: boolean, options: AofOptions): Promise<Outcome> {
  const reader = new ByteReader(handle, 0, size, stopper(options), true);
  const snapshot = newSnapshot(0);
  const commands: Commands = { commands: 0, start: 0, boundary: 0 };
  const none = { offset: null, lossBytes: null, keys: null };
  try {
    await reader.run(walkFile(reader, snapshot, commands));
    const tooNew = newerThan(snapshot, options.loadable);
    if (tooNew) return { ...none, state: 'format-too-new', reason: tooNew };
    if (snapshot.checksum === 'wrong') return { ...none, state: 'damaged', reason: 'the checksum of its snapshot does not fit' };
    return { ...none, state: 'ok', reason: null, keys: snapshot.keys + commands.commands };
  } catch (error) {
    if (error instanceof OutOfTime) return { ...none, state: 'not-checked', reason: `the time for it was over after ${reader.offset} of ${size} bytes` };
    if (!(error instanceof Damage)) throw error;
    const tooNew = newerThan(snapshot, options.loadable);
    if (tooNew) return { ...none, state: 'format-too-new', reason: tooNew };
    const inSnapshot = snapshot.end === null;
    if (inSnapshot && error.kind === 'unknown' && (snapshot.version ?? 0) > 12)
      return { ...none, state: 'not-checked', reason: `its snapshot is of a newer format (${error.message})` };
    const boundary = inSnapshot ? snapshot.boundary : commands.boundary;
    const isCut = error.kind === 'cut';
    return {
      state: isCut ? 'truncated' : 'damaged',
      // A cut is made before the transaction; damage is where the command begins that cannot be read.
      offset: inSnapshot ? error.offset : isCut ? boundary : commands.start,
      lossBytes: size - boundary,
      reason: `${error.message} (byte ${error.offset}); ${behaviour(isCut, inSnapshot, isLast, options.loadTruncated ?? null)}`,
      keys: snapshot.keys + commands.commands,
    };
  }
}

function newerThan(snapshot: Snapshot, loadable: Loadable | null | undefined): string | null {
  const limit = loadable ? loadable[snapshot.valkey ? 'valkey' : 'redis'] : null;
  return snapshot.version !== null && limit !== null && snapshot.version > limit ? `its snapshot is of RDB version ${snapshot.version}; the server loads up to ${limit}` : null;
}

/** What a server does when it starts on such a file. */
function behaviour(isCut: boolean, inSnapshot: boolean, isLast: boolean, loadTruncated: boolean | null): string {
  if (inSnapshot) return 'a server does not start with a broken snapshot in its log';
  if (!isCut) return 'a server does not start with it';
  if (!isLast) return 'only the last part may end early: a server does not start with it';
  if (loadTruncated === null) return 'a server cuts it there when aof-load-truncated is yes, otherwise it does not start';
  return loadTruncated ? 'a server cuts it there and goes on (aof-load-truncated is yes)' : 'a server does not start with it (aof-load-truncated is no)';
}
