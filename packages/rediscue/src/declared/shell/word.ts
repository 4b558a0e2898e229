import type { Part, ShellWord } from './types.ts';

const ansi: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', v: '\v', "'": "'", '"': '"', '\\': '\\', '?': '?' };
const ansiText = /(?:[^'\\]|\\[\s\S])*/y;
const ansiEscape = /\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|([0-7]{1,3})|([\s\S]))/g;
const ends = new Set([' ', '\t', '\n', '\r', ';', '|', '&', '(', ')', '<', '>']);

/** What an outer format puts into a shell's line before a shell sees it: `${{ … }}` of a pipeline, by this sign as often as it is long. */
export const foreign = '\uE000';

/** Reads the word that begins at an offset; it ends before the next unquoted sign of the shell. Each sign is looked at once. */
export function readWord(text: string, from: number): ShellWord {
  const parts: Part[] = [];
  let at = from;
  let quoted = false;
  const add = (piece: string) => {
    const last = parts.at(-1);
    if (last?.kind === 'text') last.text += piece;
    else parts.push({ kind: 'text', text: piece });
  };
  while (at < text.length) {
    const sign = text[at] ?? '';
    if (!quoted && ends.has(sign)) break;
    if (sign === '"') {
      quoted = !quoted;
      add('');
      at += 1;
    } else if (sign === "'" && !quoted) {
      const end = indexOrEnd(text, "'", at + 1);
      add(text.slice(at + 1, end));
      at = end + 1;
    } else if (sign === '\\') {
      const next = text[at + 1];
      if (next === '\r' && text[at + 2] === '\n') at += 1;
      else if (next === '\n') add('');
      else if (quoted && next !== undefined && !'$`"\\'.includes(next)) add(`\\${next}`);
      else add(next ?? '\\');
      at += 2;
    } else if (sign === '`') {
      at = backquoteEnd(text, at + 1);
      parts.push({ kind: 'unknown' });
    } else if (sign === '$') {
      at = readDollar(text, at, quoted, parts, add);
    } else if (sign === foreign) {
      while (text[at] === foreign) at += 1;
      parts.push({ kind: 'unknown' });
    } else {
      let end = at + 1;
      while (end < text.length && !/["'\\`$\uE000]/.test(text[end] ?? '') && (quoted || !ends.has(text[end] ?? ''))) end += 1;
      add(text.slice(at, end));
      at = end;
    }
  }
  return { from, to: Math.min(at, text.length), parts };
}

/** Where the text of a word begins, behind an opening quote. */
export const startOf = (text: string, word: ShellWord): number => (/["']/.test(text[word.from] ?? '') && word.to > word.from + 1 ? word.from + 1 : word.from);

function readDollar(text: string, at: number, quoted: boolean, parts: Part[], add: (piece: string) => void): number {
  const next = text[at + 1];
  if (next === "'" && !quoted) {
    ansiText.lastIndex = at + 2;
    const inner = ansiText.exec(text)?.[0] ?? '';
    add(inner.replace(ansiEscape, (_, byte?: string, unit?: string, octal?: string, sign = '') => coded(byte ?? unit, 16) ?? coded(octal, 8) ?? ansi[sign] ?? `\\${sign}`));
    return at + 2 + inner.length + 1;
  }
  // A text to translate: without a translation the text itself.
  if (next === '"' && !quoted) return at + 1;
  if (next === '(') {
    parts.push({ kind: 'unknown' });
    return closing(text, at + 2, '(', ')') + 1;
  }
  if (next === '{') {
    const end = closing(text, at + 2, '{', '}');
    const match = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+=?])(.*))?$/s.exec(text.slice(at + 2, end));
    parts.push(
      match ? { kind: 'variable', name: match[1] ?? '', operator: match[2] ?? '', word: match[3] ?? '', ...(quoted && { isQuoted: true as const }) } : { kind: 'unknown' },
    );
    return end + 1;
  }
  let end = at + 1;
  if (/[A-Za-z_]/.test(next ?? '')) {
    while (/[A-Za-z0-9_]/.test(text[end] ?? '')) end += 1;
    parts.push({ kind: 'variable', name: text.slice(at + 1, end), operator: '', word: '' });
    return end;
  }
  if (/[0-9@*#?$!-]/.test(next ?? '')) {
    parts.push({ kind: 'unknown' });
    return at + 2;
  }
  add('$');
  return end;
}

/** A character by its number; undefined where none is given, or none has it. */
function coded(digits: string | undefined, base: number): string | undefined {
  const code = digits === undefined ? 0 : Number.parseInt(digits, base);
  return code > 0 ? String.fromCharCode(code) : undefined;
}

function indexOrEnd(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at === -1 ? text.length : at;
}

function backquoteEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '`') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Where what was opened closes, over quotes and what is nested; the end of the text when it does not. */
function closing(text: string, from: number, open: string, close: string): number {
  // What is open, the innermost last. In double quotes only a command of its own opens anything.
  const opened = [open];
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    const inner = opened.at(-1);
    if (sign === '\\') at += 1;
    else if (open === '(' && sign === '"') inner === '"' ? opened.pop() : opened.push('"');
    else if (inner === '"' ? sign === '(' && text[at - 1] === '$' : sign === open) opened.push(open);
    else if (inner === '"') continue;
    else if (sign === "'" && open === '(') at = indexOrEnd(text, "'", at + 1);
    else if (sign === close) opened.pop();
    if (opened.length === 0) return at;
  }
  return text.length;
}
