import type { ReadingProblem, Variable } from '../reading.ts';
import { assignmentIn, literalOf, meaningOf, parseShell, positionsOf, startOf } from '../shell/index.ts';
import type { Environment } from '../target/index.ts';

/** Signs that all values may grow to. */
const budget = 1024 * 1024;

/**
 * The variables that an `.envrc` exports without a condition. It is a shell's script, of which nothing is run: what commands
 * would print is unknown, and what stands in blocks may never come to pass.
 */
export function readEnvrc(file: string, text: string, environment: Environment): { variables: Variable[]; problems: ReadingProblem[] } {
  const place = positionsOf(text);
  const found = new Map<string, Variable>();
  const local = new Map<string, string | null>();
  const lookup = (name: string): string | undefined => (local.has(name) ? (local.get(name) ?? undefined) : Object.hasOwn(environment, name) ? environment[name] : undefined);
  let spent = 0;
  for (const command of parseShell(text)) {
    if (command.depth > 0 || command.end === '|') continue;
    const isExport = literalOf(command.words[0]) === 'export';
    const exported = isExport ? command.words.slice(1).flatMap((word) => assignmentIn(text, word) ?? []) : [];
    const own = command.words.length === 0 ? command.assignments : exported;
    for (const { name, value } of own) {
      const meant = meaningOf(value, lookup);
      spent += meant.value?.length ?? 0;
      if (spent > budget)
        return {
          variables: [...found.values()],
          problems: [{ place: { file, ...place(value.from) }, why: 'the values grow beyond what is read; the rest of the file is left out' }],
        };
      local.set(name, meant.value);
      if (!isExport && !found.has(name)) continue;
      found.set(name, {
        name,
        value: meant.value,
        place: { file, ...place(startOf(text, value)) },
        ...(meant.from === null ? {} : { from: { what: meant.from, place: null } }),
      });
    }
  }
  return { variables: [...found.values()], problems: [] };
}
