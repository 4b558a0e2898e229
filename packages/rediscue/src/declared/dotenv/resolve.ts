import type { Environment } from '../target/index.ts';
import { type Expanded, expand } from './expand.ts';
import type { Assignment } from './parse.ts';

const maxDepth = 64;
/** Signs that all values of a folder may grow to: references to references could fill the memory. */
const budget = 16 * 1024 * 1024;

export interface Resolver {
  /** What an assignment of one of the files means. */
  meant(own: Assignment): Expanded;
  /** Values grew beyond what is kept: those that came later stay as they are written. */
  isExhausted(): boolean;
}

/** Resolves references over the files of a folder, the stronger first, below the process's environment. */
export function resolverOf(files: readonly ReadonlyMap<string, Assignment>[], environment: Environment): Resolver {
  const known = new Map<Assignment, Expanded>();
  const busy = new Set<Assignment>();
  let spent = 0;
  const meant = (own: Assignment): Expanded | undefined => {
    if (!own.expands) return { value: own.value, unset: [] };
    // A variable that refers to itself, in a ring or endlessly, has no value.
    if (busy.has(own) || busy.size >= maxDepth) return undefined;
    const before = known.get(own);
    if (before !== undefined) return before;
    if (spent > budget) return { value: own.value, unset: [] };
    busy.add(own);
    const expanded = expand(own.value, lookup);
    busy.delete(own);
    spent += expanded.value.length;
    known.set(own, expanded);
    return expanded;
  };
  const lookup = (name: string): string | undefined => {
    // `${constructor}` is no variable, though every object has it.
    if (Object.hasOwn(environment, name) && environment[name] !== undefined) return environment[name];
    const own = files.find((assignments) => assignments.has(name))?.get(name);
    return own && meant(own)?.value;
  };
  return { meant: (own) => meant(own) ?? { value: '', unset: [] }, isExhausted: () => spent > budget };
}
