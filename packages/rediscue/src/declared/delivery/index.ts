import type { DeclaredFault, DeclaredObject } from '../reading.ts';
import { withoutRollback } from './no-rollback.ts';
import { jobsOf } from './pipeline.ts';
import { stepsWithoutEffect } from './step-without-effect.ts';
import { unpinnedActions } from './unpinned-action.ts';

/** What pipelines show to be wrong with the way to production. */
export function findingsOfPipelines(objects: readonly DeclaredObject[]): DeclaredFault[] {
  const jobs = jobsOf(objects);
  return [unpinnedActions, stepsWithoutEffect, withoutRollback].flatMap((judge) => judge(jobs));
}
