import { buildTarget, type Parts, type Target } from '../target/index.ts';
import { completed, disabledProblem, withAdmin } from './complete.ts';
import { formsOf, partsOfGroup } from './forms.ts';
import type { Scope } from './layers.ts';
import { type Group, groupsOf } from './names.ts';
import { type Reader, readerOf, tlsFilesOf } from './read-group.ts';
import { isSameServer } from './same-server.ts';
import { withUnset } from './unset.ts';

/** One way in which an environment declares a Redis for a use. */
export interface Declaration {
  use: string | null;
  target: Target;
  /** Names of all variables that may have a part in it. */
  variables: readonly string[];
}

/** Everything that an environment declares, by use, and within a use by precedence. */
export function declarationsIn(scope: Scope): Declaration[] {
  const readers = groupsOf(scope.environment).map((group) => readerOf(group, scope.environment, scope.origin));
  return readers.flatMap((reader) => {
    const base = baseOf(reader.group, readers);
    const variables = [...new Set([reader, ...(base ? [base] : [])].flatMap(({ group }) => [...group.names.values()]))];
    return formsOf(reader).map((parts) => ({ use: reader.group.use, target: targetOf(parts, reader, base, scope), variables }));
  });
}

function baseOf(group: Group, readers: readonly Reader[]): Reader | undefined {
  return readers.find((reader) => reader.group.use === null && reader.group.flavour === group.flavour);
}

function targetOf(parts: Parts, reader: Reader, base: Reader | undefined, scope: Scope): Target {
  let whole = completed(parts, reader);
  // The application's one login serves a use only on the very same server.
  if (base && base !== reader) {
    const baseParts = partsOfGroup(base);
    if (baseParts === null || isSameServer(baseParts, whole)) whole = completed(whole, base);
    else whole = { ...whole, tls: { ...tlsFilesOf(base), ...whole.tls } };
  }
  whole = withUnset(whole, scope.unset);
  const off = disabledProblem(reader) ?? (base ? disabledProblem(base) : null);
  return withAdmin(buildTarget(off ? { ...whole, problems: [...whole.problems, off] } : whole), scope.environment, scope.origin);
}
