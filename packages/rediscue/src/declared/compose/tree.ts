import type { Place } from '../../facts/index.ts';
import type { Scope } from './scope.ts';

/** What a file's nodes have in common: relative paths begin in `base`, references are looked up in `scope`. */
export interface Source {
  file: string;
  base: string;
  scope: Scope;
}

export interface At {
  source: Source;
  line: number;
  column: number;
}

interface Tagged extends At {
  /** `!reset` takes away what a weaker file says, `!override` puts this in its place. */
  tag: 'reset' | 'override' | null;
}

export interface Scalar extends Tagged {
  kind: 'scalar';
  /** Before interpolation; null for YAML's null. */
  text: string | null;
  /** Column of the text's first character; null where it cannot be told, as in a block or over several lines. */
  inner: number | null;
}

export interface MapNode extends Tagged {
  kind: 'map';
  entries: ReadonlyMap<string, Entry>;
}

interface ListNode extends Tagged {
  kind: 'list';
  items: readonly Node[];
}

export interface Entry {
  key: At;
  value: Node;
}

export type Node = Scalar | MapNode | ListNode;

/** Nodes are never changed once made: aliases share them. */
export const emptyMap = (at: At): MapNode => ({ kind: 'map', entries: new Map(), tag: null, source: at.source, line: at.line, column: at.column });

export const placeOf = (at: At): Place => ({ file: at.source.file, line: at.line, column: at.column });

/** Place of a value, or of its key where nothing stands behind it. */
export const placeIn = (entry: Entry): Place => placeOf(entry.value.kind === 'scalar' && entry.value.text === null ? entry.key : entry.value);

export const entryOf = (node: Node | undefined, name: string): Entry | undefined => (node?.kind === 'map' ? node.entries.get(name) : undefined);

export const childOf = (node: Node | undefined, name: string): Node | undefined => entryOf(node, name)?.value;

export const mapOf = (node: Node | undefined): MapNode | null => (node?.kind === 'map' ? node : null);

export const isNull = (node: Node): boolean => node.kind === 'scalar' && node.text === null;

/** The entries of a map; none for anything else. */
export const entriesOf = (node: Node | undefined): Iterable<[string, Entry]> => (node?.kind === 'map' ? node.entries : []);

/** The items of a list, or the one value that stands where a list may. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined || isNull(node)) return [];
  return node.kind === 'list' ? node.items : node.kind === 'scalar' ? [node] : [];
}

/** A part of a scalar's text as a scalar of its own, with its own column. */
export function partOf(node: Scalar, from: number, to?: number): Scalar {
  const inner = node.inner === null ? null : node.inner + from;
  return { ...node, text: node.text?.slice(from, to) ?? null, column: inner ?? node.column, inner };
}
