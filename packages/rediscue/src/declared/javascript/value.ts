import type { Yields } from '../reading.ts';
import type { Construction } from './connection.ts';
import type { Node } from './tree.ts';

/** What an expression stands for, as far as its file and those that it imports tell. */
export type Value =
  | { kind: 'text'; text: string; at: Node }
  | { kind: 'variable'; name: string; at: Node }
  /** `a ?? b`, `a || b`: the stronger first. `yields`: when a variable gives way to the next option; absent: where it is not set. */
  | { kind: 'choice'; options: Value[]; yields?: Yields }
  /** `test ? met : unmet`. */
  | { kind: 'either'; test: Value; met: Value; unmet: Value }
  /** `test && value`. */
  | { kind: 'when'; test: Value; value: Value }
  /** `value === 'true'`. */
  | { kind: 'comparison'; value: Value; with: string | null; equal: boolean }
  | { kind: 'template'; parts: (string | Value)[]; at: Node }
  | ObjectValue
  | { kind: 'list'; items: Value[]; at: Node }
  | { kind: 'function'; node: Node }
  | { kind: 'instance'; body: Node }
  /** Something of a package: `default`, `*` for all of it, or a name, with a dot for what stands inside. */
  | { kind: 'import'; from: string; name: string }
  | { kind: 'connection'; construction: Construction; at: Node }
  /** `process.env` and what is checked out of it. */
  | { kind: 'environment' }
  /** `new URL(…)` and a part of it. */
  | { kind: 'address'; of: Value }
  /** `undefined`, `null`, `''`. */
  | { kind: 'nothing' }
  | { kind: 'unknown' };

export interface ObjectValue {
  kind: 'object';
  entries: Map<string, Entry>;
  /** It may hold more than its entries, or other values for them. */
  open: boolean;
  at: Node;
  /** What a schema checks: its entries are read from variables, and `.data` or `.value` of its result is the object itself. */
  isSchema?: boolean;
}

export interface Entry {
  /** The key. */
  at: Node;
  value(): Value;
}

export const unknown: Value = { kind: 'unknown' };
export const nothing: Value = { kind: 'nothing' };

/** Variables that are read one after the other, the stronger first, and what stands where none of them is set. */
export interface Chain {
  variables: { name: string; at: Node; yields?: Yields }[];
  fixed: { text: string; at: Node } | null;
  /** Something that is not understood may come before. */
  uncertain: boolean;
}

const maxVariables = 8;
const maxDepth = 24;
const maxText = 4_096;

/** The chains of a value: several where a condition decides that no file tells. */
export function chainsOf(value: Value, depth = 0): Chain[] {
  if (depth > maxDepth) return [];
  switch (value.kind) {
    case 'text':
      return [{ variables: [], fixed: { text: value.text, at: value.at }, uncertain: false }];
    case 'variable':
      return [{ variables: [{ name: value.name, at: value.at }], fixed: null, uncertain: false }];
    case 'choice':
      return ofChoice(value.options, depth, value.yields);
    case 'either':
      return ofEither(value, depth);
    case 'when':
      return chainsOf(value.value, depth + 1).map((chain) => ({ ...chain, uncertain: chain.variables.length === 0 || chain.uncertain }));
    case 'comparison':
      return ofComparison(value, depth);
    default:
      return [];
  }
}

function ofChoice(options: readonly Value[], depth: number, yields: Yields = 'unset'): Chain[] {
  const whole: Chain = { variables: [], fixed: null, uncertain: false };
  const beside: Chain[] = [];
  for (const option of options) {
    const [first, ...others] = chainsOf(option, depth + 1);
    beside.push(...others);
    if (first === undefined) {
      whole.uncertain ||= option.kind !== 'nothing';
      continue;
    }
    const last = first.variables.length - 1;
    const own = first.variables.map((each, index) => (index === last ? { ...each, yields } : each));
    whole.variables.push(...own.slice(0, maxVariables - whole.variables.length));
    whole.uncertain ||= first.uncertain;
    if (first.fixed !== null) {
      whole.fixed = first.fixed;
      break;
    }
  }
  return whole.variables.length > 0 || whole.fixed !== null ? [whole, ...beside].slice(0, maxVariables) : beside.slice(0, maxVariables);
}

function ofEither({ test, met, unmet }: Extract<Value, { kind: 'either' }>, depth: number): Chain[] {
  const decided = decidedBy(test);
  if (decided !== null) return chainsOf(decided ? met : unmet, depth + 1);
  if (isPresence(test)) return ofChoice(met.kind === 'variable' || met.kind === 'choice' || chainsOf(met, depth + 1).length > 0 ? [met, unmet] : [unmet], depth, 'empty');
  const all = [...chainsOf(met, depth + 1), ...chainsOf(unmet, depth + 1)];
  const read = all.filter(({ variables }) => variables.length > 0);
  const fixed = all.filter(({ variables }) => variables.length === 0);
  const [one] = read;
  if (one && read.length === 1 && fixed.length === 1 && one.fixed === null) return [{ ...one, fixed: fixed[0]?.fixed ?? null }];
  if (read.length > 0) return read.slice(0, maxVariables);
  // Which of two texts counts is told by something outside the file.
  return fixed.length === 2 && fixed[0]?.fixed?.text === fixed[1]?.fixed?.text ? fixed.slice(0, 1) : [];
}

/** A test for the test environment is not met by the application that runs. */
function decidedBy(test: Value): boolean | null {
  if (test.kind !== 'comparison' || test.with === null || !/^(test|testing|ci|e2e)$/i.test(test.with)) return null;
  return test.value.kind === 'variable' ? !test.equal : null;
}

/** Whether a test asks only whether a variable is set. */
export function isPresence(test: Value): boolean {
  if (test.kind === 'variable') return !/^(?:IS_|NODE_ENV$|CI$|VERCEL)/.test(test.name);
  if (test.kind === 'comparison') return test.with === null && !test.equal && isPresence(test.value);
  return test.kind === 'choice' && test.options.some(isPresence);
}

const yes = /^(true|1|yes|on|enabled)$/i;
const no = /^(false|0|no|off|disabled)$/i;

/** `X === 'true'` is off where X is not set, `X !== 'false'` is on. */
function ofComparison({ value, with: text, equal }: Extract<Value, { kind: 'comparison' }>, depth: number): Chain[] {
  if (text === null || !(equal ? yes : no).test(text)) return [];
  return chainsOf(value, depth + 1)
    .filter(({ variables }) => variables.length > 0)
    .map((chain) => ({ ...chain, fixed: chain.fixed ?? { text: equal ? 'false' : 'true', at: (chain.variables[chain.variables.length - 1] as { at: Node }).at } }));
}

/** Texts and values put together: one text where all of it is known. */
export function joined(parts: readonly (string | Value)[], at: Node): Value {
  const known = parts.map((part) => (typeof part === 'string' ? part : part.kind === 'text' ? part.text : null));
  if (known.every((part) => part !== null)) {
    const length = known.reduce((sum, part) => sum + part.length, 0);
    return length > maxText ? unknown : { kind: 'text', text: known.join(''), at };
  }
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return only;
  const flat: (string | Value)[] = [];
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'object' && part.kind === 'template') flat.push(...part.parts);
    else flat.push(known[index] ?? part);
    if (flat.length > 32) return unknown;
  }
  return flat.some((part) => typeof part === 'string' && part.length > maxText) ? unknown : { kind: 'template', parts: flat, at };
}

/** One value of several that may hold: what reads variables is told before what is fixed. */
export function anyOf(values: readonly Value[]): Value {
  const useful = values.filter(({ kind }) => kind !== 'nothing');
  const [first, second] = useful;
  if (first === undefined) return values.length > 0 ? nothing : unknown;
  if (second === undefined) return first;
  return useful.slice(1, 8).reduce((met, unmet) => ({ kind: 'either', test: unknown, met, unmet }), first);
}
