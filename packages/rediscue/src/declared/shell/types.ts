/** A piece of a word: text as it is, a variable (in double quotes or not), or what only a run would tell (the output of a command, a positional parameter). */
export type Part = { kind: 'text'; text: string } | { kind: 'variable'; name: string; operator: string; word: string; isQuoted?: true } | { kind: 'unknown' };

/** A word of a shell's line, by offsets in it. */
export interface ShellWord {
  from: number;
  to: number;
  parts: Part[];
}

export interface ShellAssignment {
  name: string;
  /** The value alone. */
  value: ShellWord;
}

/** A simple command: what stands between `;`, `&&`, `|`, line ends and their like. */
export interface ShellCommand {
  /** Those in front of its words. */
  assignments: ShellAssignment[];
  words: ShellWord[];
  redirects: { operator: string; target: ShellWord }[];
  /** Text of a here-document that it reads, without its delimiters; null without one. */
  hereDocument: { from: number; to: number } | null;
  from: number;
  to: number;
  /** How many blocks (`if`, loops, functions, subshells) it stands in: in some it may never run. */
  depth: number;
  /** What ends it: `&&`, `||`, `|`, `;`, `&`, a line end, or nothing. */
  end: string;
}
