import type { Place } from '../../facts/index.ts';

/** A parsed document with the places of its values. Never changed: what patches it makes a new tree that shares the rest. */
export type Node = Scalar | List | Mapping;

export interface Scalar {
  is: 'scalar';
  value: string | number | boolean | null;
  /** As written, without quotes; empty for null. */
  text: string;
  style: 'plain' | 'quoted' | 'literal' | 'folded';
  /** Spaces before each line of a literal block. */
  indent?: number;
  place: Place;
}

export interface List {
  is: 'list';
  items: readonly Node[];
  place: Place;
}

export interface Mapping {
  is: 'map';
  entries: ReadonlyMap<string, Node>;
  place: Place;
}

/** The node at a path of keys. */
export function at(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let here = node;
  for (const key of path) here = here?.is === 'map' ? here.entries.get(key) : undefined;
  return here;
}

/** The scalar at a path; undefined for null too. */
export function scalarAt(node: Node | undefined, ...path: readonly string[]): Scalar | undefined {
  const found = at(node, ...path);
  return found?.is === 'scalar' && found.value !== null ? found : undefined;
}

export const textAt = (node: Node | undefined, ...path: readonly string[]): string | null => scalarAt(node, ...path)?.text ?? null;

export function numberAt(node: Node | undefined, ...path: readonly string[]): number | null {
  const text = textAt(node, ...path);
  return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

export const isTrueAt = (node: Node | undefined, ...path: readonly string[]): boolean => textAt(node, ...path) === 'true';

export function itemsAt(node: Node | undefined, ...path: readonly string[]): readonly Node[] {
  const found = at(node, ...path);
  return found?.is === 'list' ? found.items : [];
}

export function entriesAt(node: Node | undefined, ...path: readonly string[]): [string, Node][] {
  const found = at(node, ...path);
  return found?.is === 'map' ? [...found.entries] : [];
}

/** The texts of a list of scalars; what else stands in it is left out. */
export const textsAt = (node: Node | undefined, ...path: readonly string[]): string[] => itemsAt(node, ...path).flatMap((item) => textAt(item) ?? []);

/** Names and texts of a mapping: labels, annotations. */
export const labelsAt = (node: Node | undefined, ...path: readonly string[]): Map<string, string> =>
  new Map(entriesAt(node, ...path).flatMap(([key, value]): [string, string][] => (value.is === 'scalar' ? [[key, value.text]] : [])));

export const mapping = (entries: Iterable<readonly [string, Node]>, place: Place): Mapping => ({ is: 'map', entries: new Map(entries), place });

export const scalar = (text: string, place: Place): Scalar => ({ is: 'scalar', value: text, text, style: 'quoted', place });

/** The tree with another node at a path; mappings on the way are made where there are none. */
export function withAt(node: Node | undefined, path: readonly string[], value: Node | undefined): Node {
  const [key, ...rest] = path;
  const place = node?.place ?? value?.place ?? { file: '' };
  if (key === undefined) return value ?? node ?? mapping([], place);
  const entries = new Map(node?.is === 'map' ? node.entries : []);
  if (rest.length === 0 && value === undefined) entries.delete(key);
  else entries.set(key, rest.length === 0 && value ? value : withAt(entries.get(key), rest, value));
  return { is: 'map', entries, place };
}
