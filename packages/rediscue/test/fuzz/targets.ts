import { cloudTargets } from './cloud-targets.ts';
import { configTargets } from './config-targets.ts';
import { dataTargets } from './data-targets.ts';
import { declaredTargets } from './declared-targets.ts';
import { engineTargets } from './engine-targets.ts';
import { factsTargets } from './facts-targets.ts';
import { hostTargets } from './host-targets.ts';
import { readerTargets } from './reader-targets.ts';
import { replyTargets } from './reply-targets.ts';
import type { FuzzTarget } from './target.ts';
import { wireTargets } from './wire-targets.ts';

/** Everything that takes bytes of others. A new parser adds its targets here; both the test and the command run them all. */
export const fuzzTargets: readonly FuzzTarget[] = [
  ...replyTargets,
  ...declaredTargets,
  ...dataTargets,
  ...hostTargets,
  ...engineTargets,
  ...wireTargets,
  ...factsTargets,
  ...readerTargets,
  ...configTargets,
  ...cloudTargets,
];
