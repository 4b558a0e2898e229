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

const assignment = /^[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][A-Za-z0-9_.-]*)[^\S\n]*=[^\S\n]*/;
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
  const isEnd = (at: number) => at < text.length && /^[^\S\n]*(#|\n|$)/.test(text.slice(at + 1, at + 1 + endOf(text.slice(at + 1)) + 1));
  let at = closing(text, sign, true);
  // `'C:\'` ends in a backslash, which is no escape then.
  if (!isEnd(at)) at = closing(text, sign, false);
  if (!isEnd(at)) return null;
  const inner = text.slice(1, at);
  const value = sign === '"' ? inner.replace(/\\([nrt"\\])/g, (_, escaped: string) => escapes[escaped] ?? escaped) : inner;
  return { read: { value, expands: sign === '"', quoted: true }, length: at + 1 };
}

/** Where a quoted text ends: a backslash takes the meaning from the sign behind it, in double quotes also from another one. */
function closing(text: string, sign: string, hasEscapes: boolean): number {
  let at = 1;
  while (at < text.length && text[at] !== sign) at += hasEscapes && text[at] === '\\' && (sign === '"' || text[at + 1] === sign) ? 2 : 1;
  return at;
}

/** Quotes around a value that holds the same sign, as in `"x"y"`, do not belong to it. */
function readBare(text: string): Read {
  const value = text.replace(/(^|[^\S\n])#.*$/, '').trim();
  const sign = value[0];
  const isQuoted = (sign === '"' || sign === "'" || sign === '`') && value.length > 1 && value.endsWith(sign);
  return isQuoted ? { value: value.slice(1, -1), expands: sign === '"', quoted: true } : { value, expands: true, quoted: false };
}
