import type { Parts, Problem } from '../target/index.ts';

const nameIn = (reference: string): string => /[A-Za-z_][A-Za-z0-9_]*/.exec(reference)?.[0] ?? reference;

/**
 * References to variables that are set nowhere: the format expands them to nothing, so they are no literal text. A database
 * that is left empty is none, which works.
 */
export function withUnset(parts: Parts, unset: ReadonlySet<string>): Parts {
  const isUnset = (entry: Problem) => entry.kind === 'unexpanded-variable' && entry.place !== null && entry.text !== null && unset.has(nameIn(entry.text));
  const about = new Set(parts.problems.filter(isUnset).map(({ part }) => part));
  if (about.size === 0) return parts;
  const problems = parts.problems.map(
    (entry): Problem =>
      isUnset(entry)
        ? {
            ...entry,
            kind: 'unset-variable',
            reason: `${nameIn(entry.text ?? '')} is set neither in the environment nor in the file, so the ${entry.part} is left empty`,
            tolerated: entry.part === 'database',
          }
        : entry,
  );
  return { ...parts, problems, password: about.has('password') ? null : parts.password, username: about.has('username') ? null : parts.username };
}
