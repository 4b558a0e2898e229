import type { LogFact } from '../../../facts/index.ts';
import type { LogKind } from '../../../facts/log-kinds.ts';
import type { LogEvent } from './recognise.ts';

const crashes = new Set<LogKind>(['crash-signal', 'crash-assertion', 'crash-panic', 'crash-report', 'out-of-memory']);

/** After these a server that was not yet ready ends. */
const fatal = new Set<LogKind>([
  'config-fatal',
  'config-unreadable',
  'config-not-writable',
  'chdir-failed',
  'acl-fatal',
  'module-failed',
  'tls-unusable',
  'bind-in-use',
  'bind-failed',
  'listen-nowhere',
  'open-files-insufficient',
  'log-unwritable',
  'rdb-corrupt',
  'rdb-too-new',
  'rdb-unreadable',
  'rdb-needs-module',
  'load-failed',
  'aof-corrupt',
  'aof-truncated',
  'aof-unknown-command',
  'aof-manifest-bad',
  'aof-unreadable',
  'aof-directory-failed',
  'cluster-config-unusable',
]);

/** What the events after the last start say of how it stands. */
export function endedOf(events: readonly LogEvent[]): LogFact['ended'] {
  let ended: LogFact['ended'] = 'unknown';
  let isReady = false;
  let isShuttingDown = false;
  for (const { kind, text } of events.filter((event) => event.afterLastStart)) {
    if (crashes.has(kind)) return 'crashed';
    if (kind === 'ready') {
      isReady = true;
      ended = 'ready';
    } else if (kind === 'shutdown-by-user' || kind === 'shutdown-by-signal') isShuttingDown = true;
    else if (kind === 'shutdown-failed') isShuttingDown = false;
    else if (kind === 'exited') ended = isShuttingDown ? 'shutdown' : 'exited';
    else if (!isReady && fatal.has(kind)) ended = 'exited';
    // With `appendfsync always` it rather ends than go on without its log.
    else if (kind.startsWith('aof-') && text.trimEnd().endsWith('Exiting...')) ended = 'exited';
  }
  return ended;
}
