import { isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';

/** Where in the text the setting of a path stands: its key, or of what is not there the nearest that is. */
export function placeAt(contents: unknown, path: readonly PropertyKey[]): number {
  let node: unknown = contents;
  let at = startOf(contents) ?? 0;
  for (const step of path) {
    if (isAlias(node)) return at;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(step));
      if (pair === undefined) return at;
      at = startOf(pair.key) ?? startOf(pair.value) ?? at;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (item === undefined) return at;
      at = startOf(item) ?? at;
      node = item;
    } else return at;
  }
  return at;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined);
