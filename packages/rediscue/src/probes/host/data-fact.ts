import { realpath, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFact } from '../../facts/index.ts';
import { type AofCheck, checkAof, checkRdb, type FileCheck, type Loadable } from '../../rdb/index.ts';
import { type Identity, may } from './access.ts';
import { mountOf, mountsOf } from './mounts.ts';
import { userName } from './proc.ts';

export interface DataSearch {
  /** As the kernel names it: one that was removed under its process ends in ` (deleted)`, and none of that name exists. */
  directory: string;
  /** Prefix of paths of a process with its own root. */
  root: string;
  pid: number | null;
  identity: Identity | null;
  dbFileName: string;
  appendFileName: string | undefined;
  appendFolderName: string | undefined;
  /** `appendonly`; null when it is not known. */
  appendOnly: boolean | null;
  loadTruncated: boolean | null;
  loadable: Loadable | null;
  /** A running server writes on: an end in the middle of a command is no damage. */
  isRunning: boolean;
  /** A file that its log or its refusals point at is checked whatever its size. */
  isSuspected: boolean;
  deadlineMs: number;
  signal: AbortSignal;
}

/** Files above this are looked into only where there is a reason. */
const unsuspectedBytes = 64 * 1024 * 1024;

/** The data directory as it stands: whose it is, its room, and whether what is in it can be loaded. */
export async function dataFact(search: DataSearch): Promise<DataFact> {
  const whole = search.root + search.directory;
  const fact: DataFact = {
    directory: search.directory.replace(/ \(deleted\)$/, ''),
    state: 'ok',
    owner: null,
    mode: null,
    writableByServer: null,
    freeBytes: null,
    totalBytes: null,
    freeInodes: null,
    readOnly: null,
    snapshot: null,
    appendOnly: null,
  };
  try {
    const info = await stat(whole);
    const mounts = mountsOf(search.pid ?? 'self');
    fact.owner = userName(info.uid) ?? String(info.uid);
    fact.mode = (info.mode & 0o7777).toString(8).padStart(3, '0');
    fact.readOnly = mounts === null ? null : (mountOf(mounts, await innerPath(search, whole))?.readOnly ?? null);
    fact.state = info.isDirectory() ? 'ok' : 'not-a-directory';
    if (search.identity) fact.writableByServer = fact.readOnly !== true && may(info, search.identity, 'write') && may(info, search.identity, 'enter');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return { ...fact, state: code === 'ENOENT' ? 'missing' : code === 'ENOTDIR' ? 'not-a-directory' : 'unreadable' };
  }
  if (fact.state !== 'ok') return fact;
  const room = await statfs(whole).catch(() => null);
  if (room) {
    // Blocks that are kept for root count only for root.
    fact.freeBytes = (search.identity?.uid === 0 ? room.bfree : room.bavail) * room.bsize;
    fact.totalBytes = room.blocks * room.bsize;
    fact.freeInodes = room.files > 0 ? room.ffree : null;
  }
  const until = performance.now() + search.deadlineMs;
  const options = () => ({
    signal: search.signal,
    deadlineMs: Math.max(0, until - performance.now()),
    loadable: search.loadable,
    ...(!search.isSuspected && { maxBytes: unsuspectedBytes }),
  });
  const snapshot = await checkRdb(join(whole, search.dbFileName), options());
  fact.snapshot = await asServerSees(search, whole, { ...snapshot, file: join(search.directory, search.dbFileName) });
  fact.appendOnly = await appendOnly(search, whole, options());
  return fact;
}

/** The path without symbolic links, as the process that holds the mounts sees it. */
async function innerPath({ directory, root }: DataSearch, whole: string): Promise<string> {
  const real = await realpath(whole).catch(() => whole);
  return real.startsWith(root) ? real.slice(root.length) || '/' : directory;
}

/** What we may not read the server may, and the other way round. */
async function asServerSees(search: DataSearch, whole: string, check: FileCheck): Promise<FileCheck> {
  const isClosedToUs = check.state === 'unreadable' && (check.reason === 'EACCES' || check.reason === 'EPERM');
  if (search.identity && check.state !== 'missing') {
    const info = await stat(whole + check.file.slice(search.directory.length)).catch(() => null);
    if (info?.isFile() && !may(info, search.identity, 'read')) return { ...check, state: 'unreadable', reason: "the server's user may not read it" };
  }
  return isClosedToUs && process.getuid?.() !== search.identity?.uid ? { ...check, state: 'not-checked', reason: 'the user that runs this may not read it' } : check;
}

async function appendOnly(
  search: DataSearch,
  whole: string,
  options: { signal: AbortSignal; deadlineMs: number; loadable: Loadable | null; maxBytes?: number },
): Promise<DataFact['appendOnly']> {
  const inner = (file: string) => (file.startsWith(whole) ? search.directory + file.slice(whole.length) : file);
  const place = { directory: whole, fileName: search.appendFileName, folderName: search.appendFolderName };
  // Switched off: what lies there is of an earlier life, and nothing will read it.
  const found: AofCheck = await checkAof(place, { ...options, loadTruncated: search.loadTruncated, ...(search.appendOnly === false && { deadlineMs: 0, maxBytes: 0 }) });
  const last = found.parts.length - 1;
  const parts = search.appendOnly === false ? [] : found.parts;
  return {
    present: found.present,
    manifest: found.manifest === null ? null : inner(found.manifest),
    parts: await Promise.all(
      parts.map((part, index) => {
        const isWritten = search.isRunning && index === last && part.state === 'truncated';
        const written = isWritten && { state: 'not-checked' as const, offset: null, lossBytes: null, reason: 'the server is writing to it' };
        return asServerSees(search, whole, { ...part, file: inner(part.file), ...written });
      }),
    ),
  };
}
