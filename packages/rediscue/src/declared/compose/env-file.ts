import type { Place } from '../../facts/index.ts';
import { interpolate } from './interpolate.ts';
import { type Found, firstOf, type Scope } from './scope.ts';

/** One line of an env file that sets a variable. */
interface Assignment {
  name: string;
  /** Null: only the name stands there, so that it takes the shell's value. */
  text: string | null;
  expands: boolean;
  line: number;
  column: number;
}

export interface EnvFile {
  file: string;
  assignments: Assignment[];
  problems: { place: Place; why: string }[];
  /** Whether what it says depends on other variables. */
  depends: boolean;
}

export interface EnvValue extends Found {
  from: { what: string; place: Place };
  unset: string[];
}

const escapePattern = /\\(?:[abcfnrtv$"\\]|0[0-7]{0,3})/g;
const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '"': '"', '\\': '\\' };
const blank = /[ \t\v\f\r\x85\xA0]*/y;
const anyBlank = /\s*/y;
const key = /(?:export[ \t\v\f\r\x85\xA0]+)?([\p{L}\p{N}_.[\]-]*)[ \t\v\f\r\x85\xA0]*([=:\n]|$)/uy;
const maxProblems = 5;
/** All values of a file together: values that refer to values could grow without end. */
const maxTotal = 4 * 1024 * 1024;

const skip = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
};

/**
 * Reads an env file by compose's own rules, which are neither a shell's nor dotenv's: `NAME: value` counts, `#` ends a value only
 * behind a space, backticks are no quotes, double quotes know C's escapes. `raw`: `format: raw`, where nothing is special.
 */
export function parseEnvFile(file: string, content: string, raw = false): EnvFile {
  const text = content.replace(/^\uFEFF/, '');
  const found: EnvFile = { file, assignments: [], problems: [], depends: false };
  let at = 0;
  let line = 1;
  let lineStart = 0;
  // Where the line of `at` ends.
  let lineEnd = endOf(text, 0);
  const moveTo = (to: number) => {
    at = to;
    while (lineEnd < at) {
      line += 1;
      lineStart = lineEnd + 1;
      lineEnd = endOf(text, lineStart);
    }
  };
  const problem = (why: string) => {
    if (found.problems.length < maxProblems) found.problems.push({ place: { file, line, column: at - lineStart + 1 }, why });
  };
  while (at < text.length) {
    moveTo(skip(anyBlank, text, at));
    if (at >= text.length) break;
    const end = lineEnd;
    if (text[at] === '#') {
      moveTo(end);
      continue;
    }
    key.lastIndex = at;
    const match = key.exec(text);
    const [whole = '', name = '', sign = ''] = match ?? [];
    if (!match || (name === '' && sign !== '') || (raw && sign === ':')) {
      problem('the line sets nothing: a name and `=` were to be expected');
      moveTo(end);
      continue;
    }
    const start = at;
    if (sign !== '=' && sign !== ':') {
      if (name !== '') found.assignments.push({ name, text: null, expands: false, line, column: start - lineStart + 1 });
      found.depends = true;
      moveTo(Math.max(end, start + 1));
      continue;
    }
    moveTo(raw ? start + whole.length : skip(blank, text, start + whole.length));
    const place = { line, column: at - lineStart + 1 };
    const quote = raw ? null : quoted(text, at);
    if (quote === 'open') {
      problem('a quote is not closed');
      moveTo(end);
      continue;
    }
    const value = quote ? quote.text : raw ? text.slice(at, end).replace(/\r$/, '') : (text.slice(at, end).split(' #', 1)[0] ?? '').trimEnd();
    const expands = !raw && (quote === null || quote.expands) && value.includes('$');
    found.depends ||= expands;
    found.assignments.push({ name, text: value, expands, ...place });
    moveTo(quote ? quote.end : end);
  }
  return found;
}

function endOf(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** A quoted value that begins here; null without quotes. */
function quoted(text: string, start: number): { text: string; expands: boolean; end: number } | 'open' | null {
  const sign = text[start];
  if (sign !== '"' && sign !== "'") return null;
  let at = start + 1;
  while (at < text.length && text[at] !== sign) at += text[at] === '\\' ? 2 : 1;
  if (at >= text.length) return 'open';
  const inner = text.slice(start + 1, at).replaceAll(`\\${sign}`, sign);
  return { text: sign === '"' ? inner.replace(escapePattern, unescaped) : inner, expands: sign === '"', end: at + 1 };
}

function unescaped(sequence: string): string {
  // A dollar sign that is meant: the interpolation that follows takes two for one.
  if (sequence === '\\$') return '$$';
  const sign = sequence[1] ?? '';
  if (sign !== '0') return escapes[sign] ?? sequence;
  return sequence.length === 5 ? String.fromCharCode(Number.parseInt(sequence.slice(2), 8) & 0xff) : sequence;
}

/** The values of an env file, the last one of a name. What `outer` knows wins over the file's own earlier lines, as in compose. */
export function envValues(file: EnvFile, outer: Scope, what: string): Map<string, EnvValue> {
  const values = new Map<string, EnvValue>();
  const scope = firstOf(outer, (name) => values.get(name));
  let total = 0;
  for (const { name, text, expands, line, column } of file.assignments) {
    const from = { what, place: { file: file.file, line, column } };
    // Names that begin with a digit are passed over.
    if (/^\d/.test(name)) continue;
    if (text === null) {
      const found = outer(name);
      if (found) values.set(name, { value: found.value, from, unset: [] });
      continue;
    }
    const expanded = expands && total < maxTotal ? interpolate(text, scope) : { value: text, unset: [], problem: null };
    total += expanded.value.length;
    values.set(name, { value: expanded.value, from, unset: expanded.unset });
  }
  return values;
}
