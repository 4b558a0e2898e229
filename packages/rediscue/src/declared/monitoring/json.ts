import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { Place } from '../../facts/index.ts';
import { linesOf, tooDeepJsonAt } from '../settings/index.ts';
import type { Tree } from './tree.ts';

/** A JSON text, with the place of what is wrong with it; null for one that is nested without end. */
export function jsonTree(file: string, content: string): { tree: Tree | null; broken: Place | null } {
  if (tooDeepJsonAt(content) !== null) return { tree: null, broken: { file } };
  const { at } = linesOf(file, content);
  const errors: ParseError[] = [];
  const root = parseTree(content, errors, { disallowComments: true });
  const [first] = errors;
  return { tree: root ? treeOf(root, at) : null, broken: first ? at(first.offset) : null };
}

function treeOf(node: Node, at: (offset: number) => Place): Tree {
  const place = at(node.offset);
  if (node.type === 'array') return { kind: 'list', items: (node.children ?? []).map((each) => treeOf(each, at)), place };
  if (node.type === 'object') {
    const entries = new Map<string, { key: Place; value: Tree }>();
    for (const { children } of node.children ?? []) {
      const [key, value] = children ?? [];
      if (typeof key?.value === 'string' && value) entries.set(key.value, { key: at(key.offset), value: treeOf(value, at) });
    }
    return { kind: 'map', entries, place };
  }
  return { kind: 'scalar', value: node.value === null || node.value === undefined ? null : String(node.value), place };
}
