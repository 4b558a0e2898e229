// Generated from the folders beside this one by `node scripts/docs.ts`; not to be edited.
import type { Cause, Scope } from '../define.ts';
import memoryFullNoeviction from '../memory/full-noeviction.ts';

/** Every cause that has a file, in the order of the catalogue. */
export const causes: readonly Cause[] = [
  memoryFullNoeviction as Cause<Scope>,
];
