import type { DeclaredObject } from '../../reading.ts';
import { egressNotRouted, noVpcAccess, regionMismatch } from './access.ts';
import { type DeclaredFinding, once } from './finding.ts';
import { secretInvalid, secretMissing } from './secrets.ts';
import { unknownAttributes } from './unknown-attribute.ts';

/** Everything that Terraform files alone show to be wrong. */
export function findingsOfTerraform(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  return once([noVpcAccess, egressNotRouted, regionMismatch, secretMissing, secretInvalid, unknownAttributes].flatMap((judge) => judge(objects)));
}
