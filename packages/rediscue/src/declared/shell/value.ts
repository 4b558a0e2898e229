import type { ShellWord } from './types.ts';
import { readWord } from './word.ts';

/** What a shell makes of a word. */
export interface ShellValue {
  /** Null when only a run would tell. */
  value: string | null;
  /** Why it is null: a clause without values. */
  from: string | null;
}

const maxLength = 64 * 1024;
const maxDepth = 16;

/** A word without anything that a run would change; null when there is such a thing. */
export function literalOf(word: ShellWord | undefined): string | null {
  if (word === undefined) return null;
  let text = '';
  for (const part of word.parts) {
    if (part.kind !== 'text') return null;
    text += part.text;
  }
  return text;
}

/** The value of a word. A variable that `lookup` does not know may be set where the line runs: the value is then unknown, not empty. */
export function meaningOf(word: ShellWord, lookup: (name: string) => string | undefined, depth = 0): ShellValue {
  let value = '';
  for (const part of word.parts) {
    if (part.kind === 'text') value += part.text;
    else if (part.kind === 'unknown' || depth >= maxDepth) return { value: null, from: 'the output of a command' };
    else {
      const known = lookup(part.name);
      const isSet = known !== undefined && (known !== '' || !part.operator.startsWith(':'));
      const kind = part.operator.at(-1);
      if (kind === '+' ? isSet : (kind === '-' || kind === '=') && !isSet) {
        const other = meaningOf(wholeWord(part.word, part.isQuoted), lookup, depth + 1);
        if (other.value === null) return other;
        value += other.value;
      } else if (kind === '+') continue;
      else if (known === undefined) return { value: null, from: `the variable ${part.name}` };
      else value += known;
    }
    if (value.length > maxLength) return { value: null, from: 'a value that is too long' };
  }
  return { value, from: null };
}

/** A default holds blanks and signs of the shell as text. */
function wholeWord(whole: string, isQuoted = false): ShellWord {
  // In double quotes a single one is a sign like others, so that it stays: `"${REDIS_URL:-'redis://cache'}"`.
  const text = isQuoted && !whole.includes('"') ? whole.replaceAll("'", "\\'") : whole;
  const parts: ShellWord['parts'] = [];
  for (let at = 0; at < text.length; ) {
    const word = readWord(text, at);
    parts.push(...word.parts);
    at = word.to;
    if (at < text.length && word.to < text.length) {
      parts.push({ kind: 'text', text: text[at] ?? '' });
      at += 1;
    }
  }
  return { from: 0, to: text.length, parts };
}
