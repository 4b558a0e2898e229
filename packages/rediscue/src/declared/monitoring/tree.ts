import type { Place } from '../../facts/index.ts';

/** A document of YAML or JSON: values with their places. */
export type Tree = { place: Place } & (
  | { kind: 'scalar'; value: string | null }
  | { kind: 'list'; items: Tree[] }
  | { kind: 'map'; entries: Map<string, { key: Place; value: Tree }> }
);

export function child(tree: Tree | null | undefined, ...path: string[]): Tree | null {
  let at = tree ?? null;
  for (const name of path) at = at?.kind === 'map' ? (at.entries.get(name)?.value ?? null) : null;
  return at;
}

export const text = (tree: Tree | null | undefined): string | null => (tree?.kind === 'scalar' ? tree.value : null);
export const items = (tree: Tree | null | undefined): Tree[] => (tree?.kind === 'list' ? tree.items : []);
export const has = (tree: Tree | null | undefined, name: string): boolean => tree?.kind === 'map' && tree.entries.has(name);
export const names = (tree: Tree | null | undefined): string[] => (tree?.kind === 'map' ? [...tree.entries.keys()] : []);

/** Texts of a map, for labels and annotations. */
export function texts(tree: Tree | null | undefined): Record<string, string> {
  if (tree?.kind !== 'map') return {};
  return Object.fromEntries([...tree.entries].flatMap(([name, { value }]) => (value.kind === 'scalar' && value.value !== null ? [[name, value.value]] : [])));
}
