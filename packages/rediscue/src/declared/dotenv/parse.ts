/** One assignment of an env file. */
export interface Assignment {
  name: string;
  value: string;
  /** Of its beginning; counts from 1. */
  line: number;
  /** Of its value; counts from 1. */
  column: number;
  /** Single quotes and backticks keep a value as it is; in others `${NAME}` stands for a variable. */
  expands: boolean;
  quoted: boolean;
}

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * Reads an env file as dotenv does: quotes, values over several lines, `export`, comments, any line ends. Lines that assign
 * nothing are passed over. Unlike there, `#` begins a comment only behind white space, as for a shell, compose and Python:
 * otherwise half a password would be lost without a word.
 */
export const parseDotenv = (text: string): Assignment[] => scanDotenv(text).assignments;

export interface Scan {
  assignments: Assignment[];
  /** Lines that are neither an assignment nor a comment, blank, or an `export` of what is set elsewhere. */
  others: { line: number; column: number }[];
}

export function scanDotenv(text: string): Scan {
  const found: Assignment[] = [];
  const others: Scan['others'] = [];
  let rest = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  let line = 1;
  while (rest !== '') {
    const whole = rest.slice(0, endOf(rest));
    const start = assignment.exec(whole);
    const after = start ? rest.slice(start[0].length) : '';
    const quoted = start && readQuoted(after);
    if (start) found.push({ name: start[1] ?? '', line, column: start[0].length + (quoted ? 2 : 1), ...(quoted?.read ?? readBare(after.slice(0, endOf(after)))) });
    else if (!/^\s*(#|$|export\s+[A-Za-z_][A-Za-z0-9_]*\s*(#|$))/.test(whole)) others.push({ line, column: whole.search(/\S/) + 1 });
    const end = quoted ? (start?.[0].length ?? 0) + quoted.length : 0;
    const length = end + endOf(rest.slice(end)) + 1;
    line += rest.slice(0, length).split('\n').length - 1;
    rest = rest.slice(length);
  }
  return { assignments: found, others };
}

/** Where the first line ends. */
function endOf(text: string): number {
  const at = text.indexOf('\n');
  return at === -1 ? text.length : at;
}

type Read = Pick<Assignment, 'value' | 'expands' | 'quoted'>;

/** A quoted value with nothing but a comment behind it; null when it is none, so that its signs belong to the value. */
function readQuoted(text: string): { read: Read; length: number } | null {
  const sign = text[0];
  if (sign !== '"' && sign !== "'" && sign !== '`') return null;
  let at = 1;
  while (at < text.length && text[at] !== sign) at += sign === '"' && text[at] === '\\' ? 2 : 1;
  if (at >= text.length || !/^[ \t]*(#|\n|$)/.test(text.slice(at + 1, at + 1 + endOf(text.slice(at + 1)) + 1))) return null;
  const inner = text.slice(1, at);
  const value = sign === '"' ? inner.replace(/\\([nrt"\\])/g, (_, escaped: string) => escapes[escaped] ?? escaped) : inner;
  return { read: { value, expands: sign === '"', quoted: true }, length: at + 1 };
}

const readBare = (text: string): Read => ({ value: text.replace(/(^|[ \t])#.*$/, '').trim(), expands: true, quoted: false });
