import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../facts/index.ts';
import type { Scope, Source } from './source.ts';

/** What an expression stands for, as far as files tell. */
export type Value =
  | { kind: 'text'; text: string; place: Place }
  /** A variable of the environment, and what counts where it is not set. `field`: how the application itself calls it. */
  | { kind: 'read'; name: string; otherwise: Value; place: Place; field?: string }
  /** The first that is not empty. */
  | { kind: 'first'; values: Value[] }
  /** One of them, by what only the running program knows. `test`: what decides. */
  | { kind: 'either'; values: Value[]; test: Value }
  /** Texts in a row: an f-string. */
  | { kind: 'row'; parts: Value[]; place: Place }
  | { kind: 'list'; items: Value[]; place: Place }
  | { kind: 'map'; entries: Map<string, Value>; isWhole: boolean; place: Place }
  /** Something that is not the project's, by its full name: `redis.asyncio.from_url`. */
  | { kind: 'foreign'; name: string }
  /** What a call of something foreign gives: a client, an `Env`. */
  | { kind: 'made'; by: string; call: SyntaxNode; at: At }
  | { kind: 'member'; of: Value; name: string }
  | { kind: 'module'; source: Source }
  | { kind: 'function'; scope: Scope; self: Value | null }
  | { kind: 'class'; scope: Scope }
  /** An instance; `made`: the call that made it; `prefix`: what its fields' variables begin with where settings hold it. */
  | { kind: 'object'; scope: Scope; made: { call: SyntaxNode; at: At } | null; prefix?: string }
  | { kind: 'none' }
  | { kind: 'unknown' };

/** Where an expression stands: its scope, and what the parameters around it are bound to. */
export interface At {
  scope: Scope;
  frame: Frame | null;
}

/** One call of a function of the project. */
export interface Frame {
  scope: Scope;
  values: Map<string, Value>;
  up: Frame | null;
}

export type Of<K extends Value['kind']> = Extract<Value, { kind: K }>;

export const none: Value = { kind: 'none' };
export const unknown: Value = { kind: 'unknown' };

export const isNothing = (value: Value): boolean => value.kind === 'none' || value.kind === 'unknown';

/** Longest row, chain or list: what is longer is no address. */
export const maxParts = 64;
const maxLength = 64 * 1024;

/** Texts in a row: one text where all of them are fixed. */
export function rowOf(parts: readonly Value[], place: Place): Value {
  const flat: Value[] = [];
  let length = 0;
  for (const part of parts.flatMap((each) => (each.kind === 'row' ? each.parts : [each]))) {
    if (part.kind === 'text' && part.text === '') continue;
    length += part.kind === 'text' ? part.text.length : 0;
    flat.push(part);
    if (flat.length > maxParts || length > maxLength) return unknown;
  }
  const texts = flat.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  return texts.length === flat.length ? { kind: 'text', text: texts.join(''), place } : { kind: 'row', parts: flat, place };
}

/** One of several. */
export function eitherOf(values: readonly Value[], test: Value = unknown): Value {
  const known = values.filter((value) => value.kind !== 'unknown').slice(0, maxParts);
  const [only] = known;
  if (only === undefined) return unknown;
  const all = known.length < values.length ? [...known, unknown] : known;
  return all.length === 1 ? only : { kind: 'either', values: all, test };
}

/** The text of a value that is fixed; null where it is none. */
export function fixedText(value: Value): string | null {
  return value.kind === 'text' ? value.text : null;
}

/** Variables that a value may come from. */
export function readsIn(value: Value, depth = 0): Of<'read'>[] {
  if (depth > 12) return [];
  switch (value.kind) {
    case 'read':
      return [value, ...readsIn(value.otherwise, depth + 1)];
    case 'first':
    case 'either':
      return value.values.flatMap((each) => readsIn(each, depth + 1));
    case 'row':
      return value.parts.flatMap((each) => readsIn(each, depth + 1));
    case 'list':
      return value.items.flatMap((each) => readsIn(each, depth + 1));
    default:
      return [];
  }
}
