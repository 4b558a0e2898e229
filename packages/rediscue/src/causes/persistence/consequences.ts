import type { Place } from '../../facts/index.ts';
import type { CauseCode } from '../catalogue.ts';
import type { LogEvent } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

/** What follows when a server cannot start. */
export const explainedByFailedStart = [
  'process/not-running',
  'network/nothing-listening',
  'container/exited',
  'container/restart-loop',
  'app/endpoint-failing',
  'app/readiness-timeout',
] as const satisfies CauseCode[];

/** What follows when it cannot read its data: some damage ends it with a bug report, some only after it began to load. */
export const explainedByUnreadableData = [...explainedByFailedStart, 'process/crashed', 'process/loading'] as const satisfies CauseCode[];

/** What follows when it cannot write its data. */
export const explainedByFailedSave = ['persistence/writes-blocked', 'persistence/stale', 'latency/disk-sync'] as const satisfies CauseCode[];

/** The line of the log, or the file itself. */
export function logPlace(at: EndpointView, event: LogEvent | undefined, file?: string): Place[] {
  const log = at.get('log');
  const line = event !== undefined && log !== undefined ? [{ file: log.file, ...(event.line ? { line: event.line } : {}) }] : [];
  return [...line, ...(file === undefined ? [] : [{ file }])];
}
