// Generated from the folders beside this one by `node scripts/docs.ts`; not to be edited.
import type { Cause, Scope } from '../define.ts';
import memoryFullNoeviction from '../memory/full-noeviction.ts';
import networkFiltered from '../network/filtered.ts';
import networkNameNotFound from '../network/name-not-found.ts';
import networkNothingListening from '../network/nothing-listening.ts';
import networkProtectedMode from '../network/protected-mode.ts';
import networkResolverUnreachable from '../network/resolver-unreachable.ts';
import networkUnreachable from '../network/unreachable.ts';
import persistenceFormatTooNew from '../persistence/format-too-new.ts';
import persistenceLogCorrupt from '../persistence/log-corrupt.ts';
import persistenceLogTruncated from '../persistence/log-truncated.ts';
import persistenceSnapshotCorrupt from '../persistence/snapshot-corrupt.ts';
import processBusyScript from '../process/busy-script.ts';
import processCpuThrottled from '../process/cpu-throttled.ts';
import processCrashed from '../process/crashed.ts';
import processLoading from '../process/loading.ts';
import processNotRunning from '../process/not-running.ts';
import processOpenFilesLimit from '../process/open-files-limit.ts';
import processUnresponsive from '../process/unresponsive.ts';

/** Every cause that has a file, in the order of the catalogue. */
export const causes: readonly Cause[] = [
  networkNameNotFound as Cause<Scope>,
  networkResolverUnreachable as Cause<Scope>,
  networkNothingListening as Cause<Scope>,
  networkFiltered as Cause<Scope>,
  networkUnreachable as Cause<Scope>,
  networkProtectedMode as Cause<Scope>,
  processNotRunning as Cause<Scope>,
  processUnresponsive as Cause<Scope>,
  processLoading as Cause<Scope>,
  processBusyScript as Cause<Scope>,
  processCrashed as Cause<Scope>,
  processCpuThrottled as Cause<Scope>,
  processOpenFilesLimit as Cause<Scope>,
  persistenceSnapshotCorrupt as Cause<Scope>,
  persistenceLogCorrupt as Cause<Scope>,
  persistenceLogTruncated as Cause<Scope>,
  persistenceFormatTooNew as Cause<Scope>,
  memoryFullNoeviction as Cause<Scope>,
];
