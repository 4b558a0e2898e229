import type { Place } from '../../facts/index.ts';
import type { Asked, Yields } from '../reading.ts';
import type { Of, Value } from './value.ts';

/** One way in which a value may come about: a variable with what it falls back to, a fixed text, or something made of parts. */
export type Way =
  | { kind: 'variable'; name: string; fallback: { text: string; place: Place } | null; place: Place; after?: readonly Asked[] }
  | { kind: 'fixed'; text: string; place: Place }
  | { kind: 'parts'; value: Of<'row' | 'list' | 'map' | 'made' | 'object'> };

const maxDepth = 24;
const maxWays = 32;

/** The ways in which a value may come about, the stronger first. */
export function waysOf(value: Value, depth = 0): Way[] {
  if (depth > maxDepth) return [];
  switch (value.kind) {
    case 'text':
      return [{ kind: 'fixed', text: value.text, place: value.place }];
    case 'read':
      return fallBack([{ kind: 'variable', name: value.name, fallback: null, place: value.place }], waysOf(value.otherwise, depth + 1), 'unset');
    case 'first':
      return firstOf(value.values, depth);
    case 'either':
      return oneOf(value.values.map((each) => waysOf(each, depth + 1)), value.values.some(isOpen)); // biome-ignore format: one call
    case 'row':
      return value.parts.length === 1 && value.parts[0] ? waysOf(value.parts[0], depth + 1) : [{ kind: 'parts', value }];
    case 'list':
    case 'map':
    case 'made':
    case 'object':
      return [{ kind: 'parts', value }];
    default:
      return [];
  }
}

/** Something that only the running program knows: a fixed text beside it may never count. */
const isOpen = (value: Value): boolean => /^(?:unknown|foreign|member|function)$/.test(value.kind) || (value.kind === 'either' && value.values.some(isOpen));

function firstOf(values: readonly Value[], depth: number): Way[] {
  let ways: Way[] = [];
  let hasOpen = false;
  for (const value of values) {
    const next = waysOf(value, depth + 1);
    ways = fallBack(ways, hasOpen && ways.length === 0 ? next.filter((way) => way.kind !== 'fixed') : next, 'empty').slice(0, maxWays);
    hasOpen ||= isOpen(value);
  }
  return ways;
}

/** What counts when the ways before give nothing. `or` also passes over an empty text. Null: in no order that files show. */
function fallBack(ways: readonly Way[], next: readonly Way[], yields: Yields | null): Way[] {
  const passesEmpty = yields !== 'unset';
  const last = ways.at(-1);
  if (!last) return [...next];
  if (last.kind === 'fixed') return passesEmpty && last.text === '' && next.length > 0 ? [...ways.slice(0, -1), ...next] : [...ways];
  const [first, ...rest] = yields === null ? next : next.map((way) => askedAfter(way, last, yields));
  if (last.kind !== 'variable' || first === undefined) return [...ways, ...(first === undefined ? [] : [first, ...rest])];
  const isOpen = last.fallback === null || (passesEmpty && last.fallback.text === '');
  if (!isOpen) return [...ways];
  if (first.kind !== 'fixed') return [...ways, first, ...rest];
  return [...ways.slice(0, -1), { ...last, fallback: { text: first.text, place: first.place } }];
}

function askedAfter(way: Way, before: Way | undefined, yields: Yields): Way {
  if (way.kind !== 'variable' || before?.kind !== 'variable') return way;
  return { ...way, after: [...(before.after ?? []), { variable: before.name, yields }, ...(way.after ?? [])] };
}

/** The same variable with a fallback, or once more. */
const isSaidBy = (way: Extract<Way, { kind: 'variable' }>, other: Way, index: number, at: number): boolean =>
  other.kind === 'variable' && other.name === way.name && (way.fallback === null ? other.fallback !== null || at < index : false);

/**
 * One of several, in no order that files show: variables count first, since code that reads one beside a fixed value falls back to
 * the latter. Which of two different fixed values counts, stays open.
 */
function oneOf(all: readonly Way[][], hasOpen: boolean): Way[] {
  const ways = all.flat().slice(0, maxWays);
  const given = ways.filter((way, index) => way.kind !== 'fixed' && !(way.kind === 'variable' && ways.some((each, at) => at !== index && isSaidBy(way, each, index, at))));
  const fixed = ways.flatMap((way) => (way.kind === 'fixed' && way.text !== '' ? [way] : []));
  // The fixed value belongs to the last of the variables.
  given.sort((a, b) => Number(a.kind === 'variable') - Number(b.kind === 'variable'));
  const isOne = fixed.every(({ text }) => text === fixed[0]?.text);
  if (hasOpen && given.length === 0) return [];
  return isOne ? fallBack(given, fixed.slice(0, 1), null) : given;
}
