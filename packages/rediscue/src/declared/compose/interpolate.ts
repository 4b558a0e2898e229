import type { Found, Scope } from './scope.ts';

export interface Interpolated {
  value: string;
  /** Names without a value and a default: compose puts nothing in their place. */
  unset: string[];
  /** A clause, where compose refuses the text. */
  problem: string | null;
  /** Where the whole text is one reference with a value: where that value comes from. */
  from: Found['from'] | null;
}

const maxLength = 64 * 1024;
const maxDepth = 16;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;

const plain = (value: string): Interpolated => ({ value, unset: [], problem: null, from: null });

/** Expands `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?error}`, `${NAME:+other}`, their forms without a colon, and `$$`, as compose does. */
export function interpolate(text: string, scope: Scope, depth = 0): Interpolated {
  if (!text.includes('$')) return plain(text);
  const result = plain('');
  const parts: string[] = [];
  let length = 0;
  const add = (part: string) => {
    parts.push(part.slice(0, Math.max(0, maxLength - length)));
    length += part.length;
  };
  let at = 0;
  while (at < text.length && length < maxLength) {
    const sign = text.indexOf('$', at);
    if (sign === -1 || sign === text.length - 1) {
      add(text.slice(at));
      break;
    }
    add(text.slice(at, sign));
    const next = text[sign + 1];
    if (next === '$') {
      add('$');
      at = sign + 2;
      continue;
    }
    const bare = nameAt(text, sign + 1);
    if (bare !== null) {
      const found = scope(bare);
      if (!found) result.unset.push(bare);
      else if (sign === 0 && bare.length + 1 === text.length) result.from = found.from;
      add(found?.value ?? '');
      at = sign + 1 + bare.length;
      continue;
    }
    if (next !== '{') {
      // Neither a name nor a brace: compose leaves the sign as it is.
      add('$');
      at = sign + 1;
      continue;
    }
    const end = closingBrace(text, sign + 1);
    const taken = end === -1 || depth >= maxDepth ? null : reference(text.slice(sign + 2, end), scope, depth);
    if (taken === null) return { ...plain(text), problem: 'a `${` is not closed or holds no name that compose understands (a dollar sign that is meant is written `$$`)' };
    add(taken.value);
    result.unset.push(...taken.unset);
    result.problem ??= taken.problem;
    if (sign === 0 && end === text.length - 1) result.from = taken.from;
    at = end + 1;
  }
  result.value = parts.join('');
  return result;
}

function nameAt(text: string, at: number): string | null {
  name.lastIndex = at;
  return name.exec(text)?.[0] ?? null;
}

/** What stands between the braces; null where compose calls it invalid. */
function reference(inner: string, scope: Scope, depth: number): Interpolated | null {
  const variable = nameAt(inner, 0);
  if (variable === null) return null;
  const rest = inner.slice(variable.length);
  const form = /^:?[-?+]/.exec(rest)?.[0];
  if (form === undefined && rest !== '') return null;
  const found = scope(variable);
  const known = found !== undefined && (found.value !== '' || !form?.startsWith(':'));
  const own: Interpolated = { ...plain(found?.value ?? ''), from: found?.from ?? null };
  const word = rest.slice(form?.length ?? 0);
  if (form?.endsWith('+')) return known ? interpolate(word, scope, depth + 1) : plain(found?.value ?? '');
  if (known) return own;
  if (form?.endsWith('-')) return interpolate(word, scope, depth + 1);
  return { ...plain(''), unset: [variable], problem: form?.endsWith('?') ? `${variable} is required and has no value, so compose starts nothing` : null };
}

/** Braces count, whatever is before them, as in `${LIMITS:-{"a":1}}`. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
