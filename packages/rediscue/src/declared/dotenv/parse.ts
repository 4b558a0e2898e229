/** One assignment of an env file. */
export interface Assignment {
  name: string;
  value: string;
  /** Counts from 1. */
  line: number;
  /** Single quotes and backticks keep a value as it is; in others `${NAME}` stands for a variable. */
  expands: boolean;
}

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * Reads an env file as dotenv does: quotes, values over several lines, `export`, comments, any line ends. Lines that assign
 * nothing are passed over. Unlike there, `#` begins a comment only behind white space, as for a shell, compose and Python:
 * otherwise half a password would be lost without a word.
 */
export function parseDotenv(text: string): Assignment[] {
  const found: Assignment[] = [];
  let rest = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  let line = 1;
  while (rest !== '') {
    const start = assignment.exec(rest.slice(0, endOf(rest)));
    const after = start ? rest.slice(start[0].length) : '';
    const quoted = start && readQuoted(after);
    if (start) found.push({ name: start[1] ?? '', line, ...(quoted?.read ?? readBare(after.slice(0, endOf(after)))) });
    const end = quoted ? (start?.[0].length ?? 0) + quoted.length : 0;
    const length = end + endOf(rest.slice(end)) + 1;
    line += rest.slice(0, length).split('\n').length - 1;
    rest = rest.slice(length);
  }
  return found;
}

/** Where the first line ends. */
function endOf(text: string): number {
  const at = text.indexOf('\n');
  return at === -1 ? text.length : at;
}

type Read = Pick<Assignment, 'value' | 'expands'>;

/** A quoted value with nothing but a comment behind it; null when it is none, so that its signs belong to the value. */
function readQuoted(text: string): { read: Read; length: number } | null {
  const sign = text[0];
  if (sign !== '"' && sign !== "'" && sign !== '`') return null;
  let at = 1;
  while (at < text.length && text[at] !== sign) at += sign === '"' && text[at] === '\\' ? 2 : 1;
  if (at >= text.length || !/^[ \t]*(#|\n|$)/.test(text.slice(at + 1, at + 1 + endOf(text.slice(at + 1)) + 1))) return null;
  const inner = text.slice(1, at);
  const value = sign === '"' ? inner.replace(/\\([nrt"\\])/g, (_, escaped: string) => escapes[escaped] ?? escaped) : inner;
  return { read: { value, expands: sign === '"' }, length: at + 1 };
}

const readBare = (text: string): Read => ({ value: text.replace(/(^|[ \t])#.*$/, '').trim(), expands: true });
