import type { DataFact } from '../../facts/index.ts';
import type { CauseCode } from '../catalogue.ts';
import { appendOnlyOn, directive, isDown, type LogEvent } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

type FileCheck = NonNullable<DataFact['snapshot']>;
type LoadCode = Extract<CauseCode, 'persistence/snapshot-corrupt' | 'persistence/log-corrupt' | 'persistence/log-truncated' | 'persistence/format-too-new'>;

/** Why the server cannot read its data: at most one code, so that the four causes never overlap. */
export interface LoadFault {
  code: LoadCode;
  /** The line of the log, when it says so itself. */
  event?: LogEvent;
  /** The check of the damaged file, when it was made. */
  file?: FileCheck;
  /** The server runs: it will only fail at its next start. */
  isLive: boolean;
}

const loadKinds = ['rdb-corrupt', 'rdb-too-new', 'rdb-needs-module', 'aof-corrupt', 'aof-truncated', 'aof-unknown-command', 'aof-manifest-bad', 'aof-unreadable'] as const;

/** Parts in the order in which they are loaded; the manifest check may stand among them. */
const partsOf = (at: EndpointView): readonly FileCheck[] => at.get('data')?.appendOnly?.parts ?? [];

export function loadFault(at: EndpointView): LoadFault | null {
  return isDown(at) ? (fromLog(at) ?? fromFiles(at)) : (fromReplicaLog(at) ?? fromLiveFiles(at));
}

/** The server's own words about its last attempt to start. */
function fromLog(at: EndpointView): LoadFault | null {
  const log = at.get('log');
  if (log === undefined || log.ended === 'shutdown' || log.ended === 'ready') return null;
  const events = log.events.filter((event) => event.afterLastStart && loadKinds.some((kind) => kind === event.kind));
  const named = (...kinds: (typeof loadKinds)[number][]) => events.findLast(({ kind }) => kinds.some((each) => each === kind));
  const withFile = (code: LoadCode, event: LogEvent, file: FileCheck | undefined): LoadFault => ({ code, event, isLive: false, ...(file && { file }) });
  const snapshot = at.get('data')?.snapshot ?? undefined;
  const badPart = partsOf(at).find(({ state }) => state !== 'ok' && state !== 'not-checked');

  const tooNew = named('rdb-too-new', 'rdb-needs-module');
  if (tooNew !== undefined) return withFile('persistence/format-too-new', tooNew, partsOf(at).find(isTooNew) ?? snapshot);
  const shortened = named('aof-truncated');
  const lastPart = partsOf(at).at(-1);
  if (shortened !== undefined) return withFile(badPart !== undefined && badPart !== lastPart ? 'persistence/log-corrupt' : 'persistence/log-truncated', shortened, badPart);
  const log_ = named('aof-corrupt', 'aof-unknown-command', 'aof-manifest-bad');
  if (log_ !== undefined) return withFile('persistence/log-corrupt', log_, badPart);
  const missing = named('aof-unreadable');
  // The manifest names a part that is gone; a part that may not be read is `permission-denied`.
  if (missing?.detail.errno === 'ENOENT') return withFile('persistence/log-corrupt', missing, badPart);
  const damaged = named('rdb-corrupt');
  if (damaged === undefined) return null;
  if (snapshot !== undefined && isTooNew(snapshot) && !isOfAppendOnly(at, damaged)) return withFile('persistence/format-too-new', damaged, snapshot);
  // The base of an append-only file is a snapshot too.
  return isOfAppendOnly(at, damaged) ? withFile('persistence/log-corrupt', damaged, badPart) : withFile('persistence/snapshot-corrupt', damaged, snapshot);
}

function isOfAppendOnly(at: EndpointView, event: LogEvent): boolean {
  const path = event.detail.path;
  return path === undefined ? appendOnlyOn(at) === true : /\.aof$|\.base\.rdb$|appendonlydir/.test(path);
}

/** A server that is down without a word: what its files themselves show. Only the ones that it would load count. */
function fromFiles(at: EndpointView): LoadFault | null {
  const data = at.get('data');
  if (data === undefined || data.state !== 'ok') return null;
  const found = (code: LoadCode, file: FileCheck): LoadFault => ({ code, file, isLive: false });
  if (appendOnlyOn(at) === true) {
    const parts = data.appendOnly?.parts ?? [];
    const newer = parts.find(isTooNew);
    if (newer !== undefined) return found('persistence/format-too-new', newer);
    const broken = parts.find((part, index) => part.state === 'damaged' || part.state === 'missing' || (part.state === 'truncated' && index < parts.length - 1));
    if (broken !== undefined) return found('persistence/log-corrupt', broken);
    const last = parts.at(-1);
    return last?.state === 'truncated' && directive(at, 'aof-load-truncated') === 'no' ? found('persistence/log-truncated', last) : null;
  }
  const { snapshot } = data;
  if (snapshot === null) return null;
  if (isTooNew(snapshot)) return found('persistence/format-too-new', snapshot);
  return snapshot.state === 'damaged' || snapshot.state === 'truncated' ? found('persistence/snapshot-corrupt', snapshot) : null;
}

/** A replica that cannot read what its primary sends. */
function fromReplicaLog(at: EndpointView): LoadFault | null {
  if (at.info('master_link_status') !== 'down') return null;
  const event = at.get('log')?.events.findLast(({ kind, afterLastStart }) => afterLastStart && (kind === 'rdb-too-new' || kind === 'rdb-needs-module'));
  return event === undefined ? null : { code: 'persistence/format-too-new', event, isLive: true };
}

/** The server lives on what it has in memory; its next start would fail. */
function fromLiveFiles(at: EndpointView): LoadFault | null {
  const data = at.get('data');
  const log = appendOnlyOn(at);
  if (data === undefined || log === undefined || at.value('info') === undefined || at.info('loading') === '1') return null;
  if (log) {
    // The last part is being written to; only damage before its end is certain.
    const broken = at.info('aof_rewrite_in_progress') === '0' ? data.appendOnly?.parts.find(({ state }) => state === 'damaged') : undefined;
    return broken === undefined ? null : { code: 'persistence/log-corrupt', file: broken, isLive: true };
  }
  const broken = at.info('rdb_bgsave_in_progress') === '0' && data.snapshot?.state === 'damaged' ? data.snapshot : undefined;
  return broken === undefined ? null : { code: 'persistence/snapshot-corrupt', file: broken, isLive: true };
}

const isTooNew = ({ state }: FileCheck): boolean => state === 'format-too-new';

/** `, at byte 12345 of 67890 (checksum)` as far as it is known. */
export function damage({ event, file }: LoadFault): string {
  const offset = file?.offset ?? (event?.detail.offset === undefined ? null : Number(event.detail.offset));
  const reason = (event?.detail.reason ?? file?.reason ?? event?.detail.how ?? null)?.replace(/; a server does not start with it.*$/, '') ?? null;
  const size = file === undefined || file.bytes <= 0 ? '' : ` of ${file.bytes}`;
  return `${offset === null || Number.isNaN(offset) ? '' : ` at byte ${offset}${size}`}${reason ? ` (${reason})` : ''}`;
}
