import type { DeclaredObject, Program } from '../../reading.ts';
import { type DeclaredFinding, once } from '../../terraform/findings/finding.ts';
import { dashboardInvalid } from './dashboard-invalid.ts';
import { noReceiver } from './no-receiver.ts';
import { ruleInverted } from './rule-inverted.ts';
import { rulesNotLoaded } from './rules-not-loaded.ts';
import { targetMissing } from './target-missing.ts';

/** Everything that monitoring files show to be wrong, with the programs of the project beside them. */
export function findingsOfMonitoring(objects: readonly DeclaredObject[], programs: readonly Program[]): DeclaredFinding[] {
  return once([targetMissing, rulesNotLoaded, dashboardInvalid].flatMap((judge) => judge(objects, programs)).concat(noReceiver(objects), ruleInverted(objects)));
}
