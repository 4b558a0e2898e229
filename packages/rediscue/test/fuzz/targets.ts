import { replyTargets } from './reply-targets.ts';
import type { FuzzTarget } from './target.ts';

/** Everything that takes bytes of others. A new parser adds its targets here; both the test and the command run them all. */
export const fuzzTargets: readonly FuzzTarget[] = [...replyTargets];
