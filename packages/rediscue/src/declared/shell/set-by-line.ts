import type { Place } from '../../facts/index.ts';
import type { Variable } from '../reading.ts';
import { assignmentIn, parseShell } from './parse.ts';
import type { ShellAssignment, ShellCommand, ShellWord } from './types.ts';
import { literalOf, meaningOf } from './value.ts';
import { startOf } from './word.ts';

/** Commands that set variables for the one behind them. */
const wrappers = new Set(['env', 'cross-env', 'cross-env-shell']);
/** Commands that run the one behind them. */
const carriers = new Set(['exec', 'npx', 'nohup', 'sudo', 'time', 'command', 'bunx', 'nice']);

/** What a simple command runs, behind the assignments and what only carries it. */
export interface ShellCall {
  command: ShellCommand;
  assignments: ShellAssignment[];
  /** They hold for the commands behind it too. */
  isExport: boolean;
  words: ShellWord[];
}

/** The commands of a shell's text with the variables that each is given. */
export const callsOf = (text: string): ShellCall[] => parseShell(text).map((command) => callOf(text, command));

function callOf(text: string, command: ShellCommand): ShellCall {
  const assignments = [...command.assignments];
  let index = 0;
  if (literalOf(command.words[0]) === 'export') {
    const exported = command.words.slice(1).flatMap((word) => assignmentIn(text, word) ?? []);
    return { command, assignments: [...assignments, ...exported], isExport: true, words: [] };
  }
  for (; index < command.words.length; index += 1) {
    const name = literalOf(command.words[index]) ?? '';
    if (carriers.has(name)) continue;
    if (!wrappers.has(name)) break;
    while (index + 1 < command.words.length) {
      const next = command.words[index + 1] as ShellWord;
      const assignment = assignmentIn(text, next);
      if (assignment) assignments.push(assignment);
      else if (!(literalOf(next) ?? '').startsWith('-')) break;
      index += 1;
    }
  }
  return { command, assignments, isExport: false, words: command.words.slice(index) };
}

/** Assignments as variables; `place` tells where an offset of the text stands. */
export function variablesOf(text: string, assignments: readonly ShellAssignment[], place: (offset: number) => Place, lookup: (name: string) => string | undefined): Variable[] {
  const found = new Map<string, Variable>();
  for (const { name, value } of assignments) {
    const meant = meaningOf(value, lookup);
    found.set(name, { name, value: meant.value, place: place(startOf(text, value)), ...(meant.from === null ? {} : { from: { what: meant.from, place: null } }) });
  }
  return [...found.values()];
}

/** A line as words where no shell is needed to run it, without what stands before them; else the line behind `sh`, `-c`. */
export function commandOfLine(text: string): string[] {
  const calls = callsOf(text);
  const [only] = calls;
  const words = calls.length === 1 && only && only.command.redirects.length === 0 && only.command.depth === 0 ? only.words.map((word) => literalOf(word)) : [null];
  const whole = words.flatMap((word) => word ?? []);
  return whole.length > 0 && whole.length === words.length ? whole : ['sh', '-c', text];
}

/** Whether a call starts a Redis or Valkey server, and does not only ask it for its version or its own tests. */
export function isServerCall(call: ShellCall): boolean {
  const [program, first] = call.words.slice(0, 2).map(literalOf);
  return /(^|[/\\])(redis|valkey|keydb)-(server|sentinel)(\.exe)?$/.test(program ?? '') && !/^(test|-v|--version|-h|--help|--test-memory|--check-system)$/.test(first ?? '');
}
