import type { Place } from '../../facts/index.ts';
import type { Setting } from '../environment/names.ts';
import type { Yields } from '../reading.ts';

/** What an expression of a source, or a value of a settings file, stands for as far as files tell. */
export type Value =
  | { kind: 'text'; text: string; place: Place }
  /** A variable of the environment, and what counts where it is not set. `yields`: when that counts; absent: which of two comes first is not known. */
  | { kind: 'variable'; name: string; otherwise: Value; place: Place; yields?: Yields | undefined }
  /** Texts in a row: `"redis://" + host`. */
  | { kind: 'joined'; parts: Value[]; place: Place }
  | { kind: 'list'; items: Value[]; place: Place }
  /** Nothing is given: `null`, `nil`. */
  | { kind: 'none' }
  /** It is only known while the program runs. */
  | { kind: 'unknown' };

/** One part of a connection, as code or a settings file gives it. */
export interface ClientPart {
  setting: Setting;
  value: Value;
}

export const none: Value = { kind: 'none' };
export const unknown: Value = { kind: 'unknown' };

export const textValue = (text: string, place: Place): Value => ({ kind: 'text', text, place });
export const variableValue = (name: string, place: Place, otherwise: Value = none): Value => ({ kind: 'variable', name, otherwise, place, yields: 'unset' });

/** Longest chain and row: what is longer is no address. */
const maxParts = 64;

/** Texts in a row, neighbours made one. */
export function joinedValue(parts: readonly Value[], place: Place): Value {
  const flat: Value[] = [];
  for (const part of parts.flatMap((each) => (each.kind === 'joined' ? each.parts : [each]))) {
    const last = flat.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') flat[flat.length - 1] = { ...last, text: last.text + part.text };
    else flat.push(part.kind === 'none' || part.kind === 'list' ? unknown : part);
  }
  const [only] = flat;
  if (flat.length > maxParts) return unknown;
  return flat.length === 1 && only ? only : { kind: 'joined', parts: flat, place };
}

const isNothing = (value: Value): boolean => value.kind === 'none' || value.kind === 'unknown' || (value.kind === 'text' && value.text === '');

/** The first; where it is a variable that is not set, or an empty text, the second. `yields`: whether an empty variable too gives way to the second. */
export const orElse = (value: Value, otherwise: Value, yields: Yields = 'empty'): Value => chain(value, otherwise, yields);

function chain(value: Value, otherwise: Value, yields: Yields | undefined, depth = 0): Value {
  if (isNothing(value)) return otherwise;
  if (value.kind !== 'variable' || depth > maxParts) return value;
  const own = isNothing(value.otherwise) ? { yields: yields && value.yields === 'empty' ? 'empty' : yields } : {};
  return { ...value, ...own, otherwise: chain(value.otherwise, otherwise, yields, depth + 1) };
}

/**
 * Several values that one name may have, in no order that files show: variables count first, because code that reads one beside a
 * fixed value falls back to the latter. Two different fixed values leave open which of them counts.
 */
export function anyOf(values: readonly Value[]): Value {
  const known = values.filter((each) => each.kind !== 'unknown' && each.kind !== 'none' && !(each.kind === 'text' && each.text === ''));
  const variables = known.filter((each) => each.kind === 'variable').slice(0, maxParts);
  const fixed = known.filter((each) => each.kind !== 'variable');
  const [first] = fixed;
  const isOne = fixed.every((each) => each.kind === 'text' && first?.kind === 'text' && each.text === first.text);
  const last = first !== undefined && (fixed.length === 1 || isOne) ? first : fixed.length > 1 ? unknown : (values.find((each) => each.kind === 'text') ?? none);
  const chained = variables.reduceRight<Value>((otherwise, each) => chain(each, otherwise, undefined), last);
  return chained.kind === 'none' && values.some((each) => each.kind === 'unknown') ? unknown : chained;
}

/** The variables that a value reads, the stronger first. */
export function variablesIn(value: Value): string[] {
  if (value.kind === 'variable') return [value.name, ...variablesIn(value.otherwise)];
  if (value.kind === 'joined') return value.parts.flatMap(variablesIn);
  return value.kind === 'list' ? value.items.flatMap(variablesIn) : [];
}

/** The text that counts when no variable is set; null when there is none. */
export function fixedText(value: Value): string | null {
  if (value.kind === 'text') return value.text;
  return value.kind === 'variable' ? fixedText(value.otherwise) : null;
}
