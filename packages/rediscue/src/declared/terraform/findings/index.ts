import type { DeclaredObject, Program } from '../../reading.ts';
import { egressNotRouted, noVpcAccess, regionMismatch } from './access.ts';
import { type DeclaredFinding, once } from './finding.ts';
import { secretInvalid, secretMissing } from './secrets.ts';
import { unknownAttributes } from './unknown-attribute.ts';

export type { DeclaredFinding } from './finding.ts';
export { egressNotRouted, noVpcAccess, regionMismatch, secretInvalid, secretMissing, unknownAttributes };

/** Everything that Terraform files alone show to be wrong. */
export function findingsOfTerraform(objects: readonly DeclaredObject[], _programs: readonly Program[] = []): DeclaredFinding[] {
  return once([noVpcAccess, egressNotRouted, regionMismatch, secretMissing, secretInvalid, unknownAttributes].flatMap((judge) => judge(objects)));
}
