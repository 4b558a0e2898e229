/** A value as a stage knows it; null where it is set and stands elsewhere: a build argument, the base image. */
export type Lookup = (name: string) => { value: string | null } | undefined;

export interface Expanded {
  value: string;
  /** Names that are set nowhere. */
  unset: string[];
  /** Names that are set and whose values stand elsewhere. */
  elsewhere: string[];
}

const maxLength = 64 * 1024;
const maxDepth = 16;

/** What the builder makes of a word: quotes and escapes are taken away, references outside of single quotes expanded. */
export function expandWord(word: string, escapeSign: string, lookup: Lookup, depth = 0): Expanded {
  const result: Expanded = { value: '', unset: [], elsewhere: [] };
  const parts: string[] = [];
  let quote: string | null = null;
  let length = 0;
  for (let at = 0; at < word.length && length < maxLength; ) {
    const sign = word[at] ?? '';
    let part = sign;
    let next = at + 1;
    if (sign === escapeSign && quote !== "'") {
      const following = word[at + 1];
      // Inside of double quotes only what is special there loses its escape.
      part = quote === '"' && following !== undefined && !['"', '$', escapeSign].includes(following) ? sign + following : (following ?? (quote === null ? '' : sign));
      next = at + 2;
    } else if (quote === null ? sign === '"' || sign === "'" : sign === quote) {
      quote = quote === null ? sign : null;
      part = '';
    } else if (sign === '$' && quote !== "'") {
      const taken = reference(word, at, escapeSign, lookup, depth);
      part = taken.value.slice(0, maxLength);
      next = taken.end;
      result.unset.push(...taken.unset);
      result.elsewhere.push(...taken.elsewhere);
    }
    parts.push(part);
    length += part.length;
    at = next;
  }
  result.value = parts.join('');
  return result;
}

const nameAt = /[A-Za-z_][A-Za-z0-9_]*/y;

function reference(word: string, at: number, escapeSign: string, lookup: Lookup, depth: number): Expanded & { end: number } {
  const isBraced = word[at + 1] === '{';
  nameAt.lastIndex = at + (isBraced ? 2 : 1);
  const name = nameAt.exec(word)?.[0];
  if (name === undefined) return { ...literal('$'), end: at + 1 };
  const behind = nameAt.lastIndex;
  if (!isBraced) return { ...resolved(name, lookup), end: behind };
  const end = closingBrace(word, at + 1);
  if (end === -1 || depth >= maxDepth) return { ...literal(word.slice(at)), end: word.length };
  const [, operator = '', rest = ''] = /^(:?[-+?]|)(.*)$/s.exec(word.slice(behind, end)) ?? [];
  const known = lookup(name);
  const isSet = known !== undefined && !(operator.startsWith(':') && known.value === '');
  const other = () => ({ ...expandWord(rest, escapeSign, lookup, depth + 1), end: end + 1 });
  if (operator.endsWith('-')) return isSet ? { ...resolved(name, lookup), end: end + 1 } : other();
  if (operator.endsWith('+')) return isSet ? other() : { ...literal(''), end: end + 1 };
  return { ...resolved(name, lookup), end: end + 1 };
}

const literal = (value: string): Expanded => ({ value, unset: [], elsewhere: [] });

function resolved(name: string, lookup: Lookup): Expanded {
  const known = lookup(name);
  if (known === undefined) return { value: '', unset: [name], elsewhere: [] };
  return known.value === null ? { value: '', unset: [], elsewhere: [name] } : literal(known.value);
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

export interface Word {
  text: string;
  start: number;
}

/** Words between blanks, with their quotes: a blank in quotes or behind the escape sign belongs to its word. */
export function wordsOf(text: string, escapeSign: string): Word[] {
  const words: Word[] = [];
  let start = -1;
  let quote: string | null = null;
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at];
    if (sign === undefined || (quote === null && /\s/.test(sign))) {
      if (start !== -1) words.push({ text: text.slice(start, at), start });
      start = -1;
      continue;
    }
    if (start === -1) start = at;
    if (sign === escapeSign && quote !== "'") at += 1;
    else if (quote === null && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === quote) quote = null;
  }
  // A last escape sign goes beyond the end.
  if (start !== -1 && start < text.length) words.push({ text: text.slice(start), start });
  return words;
}

/** `["a", "b"]`; null for anything else, which is a shell's line then. */
export function execForm(text: string): string[] | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return null;
  try {
    const parsed: unknown = JSON.parse(trimmed);
    return Array.isArray(parsed) && parsed.every((word) => typeof word === 'string') ? parsed : null;
  } catch {
    return null;
  }
}
