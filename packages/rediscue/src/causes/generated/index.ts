// Generated from the folders beside this one by `node scripts/docs.ts`; not to be edited.
import type { Cause, Scope } from '../define.ts';
import memoryFullNoeviction from '../memory/full-noeviction.ts';
import processBusyScript from '../process/busy-script.ts';
import processCpuThrottled from '../process/cpu-throttled.ts';
import processCrashed from '../process/crashed.ts';
import processLoading from '../process/loading.ts';
import processNotRunning from '../process/not-running.ts';
import processOpenFilesLimit from '../process/open-files-limit.ts';
import processUnresponsive from '../process/unresponsive.ts';

/** Every cause that has a file, in the order of the catalogue. */
export const causes: readonly Cause[] = [
  processNotRunning as Cause<Scope>,
  processUnresponsive as Cause<Scope>,
  processLoading as Cause<Scope>,
  processBusyScript as Cause<Scope>,
  processCrashed as Cause<Scope>,
  processCpuThrottled as Cause<Scope>,
  processOpenFilesLimit as Cause<Scope>,
  memoryFullNoeviction as Cause<Scope>,
];
