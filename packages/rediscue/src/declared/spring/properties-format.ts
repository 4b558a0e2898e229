/** One entry of a `.properties` file. Offsets count from 0. */
export interface Entry {
  key: string;
  value: string;
  /** Where the value begins; where it is empty, where the key does. */
  at: number;
}

/** Entries of the documents of a `.properties` file: Spring splits them at `#---` and `!---`. */
export function parseProperties(text: string): Entry[][] {
  const documents: Entry[][] = [[]];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    while (at < text.length && /[ \t\f\r\n]/.test(text[at] ?? '')) at += 1;
    if (at >= text.length) break;
    if (text[at] === '#' || text[at] === '!') {
      const end = endOfLine(text, at);
      if (/^[#!]---[ \t]*$/.test(text.slice(at, Math.min(end, at + 200)))) documents.push([]);
      at = end;
      continue;
    }
    const { chars, next } = logicalLine(text, at);
    documents.at(-1)?.push(entryOf(chars, at));
    at = next;
  }
  return documents;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

/** One character of a line: with its backslash removed it can no longer end a key. */
interface Char {
  char: string;
  escaped: boolean;
  at: number;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** A line with those that continue it: behind a backslash, without the white space that they begin with. */
function logicalLine(text: string, from: number): { chars: Char[]; next: number } {
  const chars: Char[] = [];
  let at = from;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '\n' || char === '\r') break;
    if (char !== '\\') {
      chars.push({ char, escaped: false, at });
      at += 1;
      continue;
    }
    const next = text[at + 1];
    if (next === undefined) break;
    if (next === '\n' || next === '\r') {
      at += next === '\r' && text[at + 2] === '\n' ? 3 : 2;
      while (/[ \t\f]/.test(text[at] ?? '')) at += 1;
      continue;
    }
    const code = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 2, at + 6))?.[0] : undefined;
    chars.push({ char: code === undefined ? (escapes[next] ?? next) : String.fromCharCode(Number.parseInt(code, 16)), escaped: true, at });
    at += code === undefined ? 2 : 6;
  }
  return { chars, next: Math.max(at, from + 1) };
}

/** The key ends at the first `=`, `:` or white space; one sign and white space around it are no part of either. */
function entryOf(chars: readonly Char[], start: number): Entry {
  const isSpace = (index: number) => chars[index]?.escaped === false && /[ \t\f]/.test(chars[index]?.char ?? '');
  const isSign = (index: number) => chars[index]?.escaped === false && /[=:]/.test(chars[index]?.char ?? '');
  let end = 0;
  while (end < chars.length && !isSpace(end) && !isSign(end)) end += 1;
  let from = end;
  while (isSpace(from)) from += 1;
  if (isSign(from)) from += 1;
  while (isSpace(from)) from += 1;
  const joined = (some: readonly Char[]) => some.map(({ char }) => char).join('');
  return { key: joined(chars.slice(0, end)), value: joined(chars.slice(from)), at: chars[from]?.at ?? start };
}
