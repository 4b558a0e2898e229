import type { LogKind } from '../../facts/log-kinds.ts';
import type { Severity } from '../define.ts';
import { hurt } from '../reach.ts';
import { appendOnlyOn, isDown, type LogEvent, lastEvent, persists } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

/** `space`, `permission` and `directory` also hold for a server that could not start for them. */
type SaveReason = 'space' | 'permission' | 'directory' | 'fork' | 'unknown';

/** Why the server cannot write its data: one reason, so that the causes of it never overlap. */
export interface SaveFault {
  reason: SaveReason;
  /** What it does to the application; `threat`: nothing failed yet, the next save will. */
  effect: 'down' | 'writes-refused' | 'save-failed' | 'threat';
  event?: LogEvent;
  /** What failed, for a sentence: `writes are refused`, `the last snapshot failed`. */
  words: string;
  /** The severity where it differs from the catalogue's. */
  severity: { severity?: Severity };
}

const failures: LogKind[] = [
  'save-open-failed',
  'save-write-failed',
  'save-killed',
  'fork-failed',
  'aof-write-failed',
  'aof-fsync-failed',
  'aof-rewrite-failed',
  'aof-directory-failed',
];
const startFailures: LogKind[] = ['chdir-failed', 'rdb-unreadable', 'aof-unreadable', 'aof-directory-failed', 'aof-write-failed', 'aof-fsync-failed'];

const reasons: Record<string, SaveReason> = {
  ENOSPC: 'space',
  EDQUOT: 'space',
  EACCES: 'permission',
  EPERM: 'permission',
  EROFS: 'permission',
  ENOENT: 'directory',
  ENOTDIR: 'directory',
};

export function saveFault(at: EndpointView): SaveFault | null {
  if (isDown(at)) return failedStart(at);
  const failed = failure(at);
  if (failed !== null) {
    const { reason, event } = reasonOf(at);
    return { reason, ...failed, ...(event && { event }), severity: failed.effect === 'writes-refused' ? {} : { severity: 'error' } };
  }
  return threat(at);
}

function failedStart(at: EndpointView): SaveFault | null {
  const log = at.get('log');
  const found = (reason: SaveReason, event?: LogEvent): SaveFault => ({
    reason,
    effect: 'down',
    words: lastEvent(at, 'ready') === undefined ? 'the server does not start' : 'the server ended for it',
    severity: hurt(at, 'critical'),
    ...(event && { event }),
  });
  if (log !== undefined && (log.ended === 'shutdown' || log.ended === 'ready')) return directoryIsGone(at) ? found('directory') : null;
  // The last words before the end may name no reason; then the line before them does.
  const recovered = log?.events.findLastIndex(({ kind, afterLastStart }) => afterLastStart && kind === 'aof-write-recovered') ?? -1;
  const event = log?.events.slice(recovered + 1).findLast(({ kind, afterLastStart, detail }) => afterLastStart && startFailures.includes(kind) && detail.errno !== undefined);
  const reason = event === undefined ? undefined : reasons[event.detail.errno ?? ''];
  // A part of the log that is gone while its folder stands is a damaged log.
  const isPart = event?.kind === 'aof-unreadable' && reason === 'directory';
  if (event !== undefined && reason !== undefined && !isPart) return found(reason, event);
  if (directoryIsGone(at)) return found('directory');
  const data = at.get('data');
  // Without a log to append to it does not start; an unwritable folder alone would not stop it.
  return appendOnlyOn(at) === true && (data?.writableByServer === false || data?.readOnly === true) ? found('permission') : null;
}

/** The server's own sign that it could not write, whatever the reason. */
export function failure(at: EndpointView): Pick<SaveFault, 'effect' | 'words'> | null {
  if (at.get('write')?.error === 'MISCONF') return { effect: 'writes-refused', words: 'writes are refused' };
  const bad = (field: string) => at.info(field) === 'err';
  if (bad('rdb_last_bgsave_status')) {
    // What the server itself does then, when no write was tried (`--no-write`, a replica).
    const refuses = at.get('write')?.state !== 'ok' && at.info('role') === 'master' && at.config('stop-writes-on-bgsave-error') === 'yes' && (at.config('save') ?? '') !== '';
    return refuses ? { effect: 'writes-refused', words: 'writes are refused' } : { effect: 'save-failed', words: 'the last snapshot failed' };
  }
  if (bad('aof_last_write_status')) return { effect: 'save-failed', words: 'the append-only file cannot be written' };
  if (bad('aof_last_bgrewrite_status')) return { effect: 'save-failed', words: 'the append-only file cannot be rewritten' };
  return null;
}

/** The server's words first, then its log, then what its folder looks like now. */
function reasonOf(at: EndpointView): { reason: SaveReason; event?: LogEvent } {
  const reply = at.get('write')?.reply ?? '';
  if (/No space left|quota exceeded/i.test(reply)) return { reason: 'space' };
  if (/Permission denied|Read-only file system|not permitted/i.test(reply)) return { reason: 'permission' };
  if (/No such file or directory/i.test(reply)) return { reason: 'directory' };
  const event = lastEvent(at, ...failures);
  if (event !== undefined) {
    if (event.kind === 'fork-failed') return { reason: 'fork', event };
    const reason = reasons[event.detail.errno ?? ''];
    if (reason !== undefined) return { reason, event };
    if (event.kind === 'save-killed') return { reason: 'unknown', event };
  }
  const data = at.get('data');
  if (directoryIsGone(at)) return { reason: 'directory' };
  if (data?.readOnly === true || data?.writableByServer === false) return { reason: 'permission' };
  if (isFull(at) || tooSmallForSnapshot(at)) return { reason: 'space' };
  return { reason: 'unknown' };
}

/** Nothing failed yet, but the folder shows that the next save must. */
function threat(at: EndpointView): SaveFault | null {
  const data = at.get('data');
  if (data === undefined || at.value('info') === undefined || persists(at) !== true) return null;
  const found = (reason: SaveReason, severity: Severity): SaveFault => ({ reason, effect: 'threat', words: 'the next save will fail', severity: { severity } });
  // The folder of a container is seen through its mounts; that it seems gone may be our view.
  if (directoryIsGone(at)) return at.get('process')?.containerId == null ? found('directory', 'error') : null;
  if (isFull(at)) return found('space', 'error');
  if (data.readOnly === true || data.writableByServer === false) return found('permission', 'warning');
  return null;
}

const directoryIsGone = (at: EndpointView): boolean => at.get('data')?.state === 'missing' || at.get('data')?.state === 'not-a-directory';

/** Not even a block for the header of a file. */
function isFull(at: EndpointView): boolean {
  const data = at.get('data');
  return (data?.freeBytes != null && data.freeBytes < 65536) || data?.freeInodes === 0;
}

/** A failed snapshot's file is removed, so that some space is free again: far less than the data set takes. */
function tooSmallForSnapshot(at: EndpointView): boolean {
  const free = at.get('data')?.freeBytes;
  const dataset = at.infoNumber('used_memory_dataset');
  return free != null && dataset !== undefined && free < dataset / 10;
}
