import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { Place } from '../../facts/index.ts';
import { linesOf } from '../terraform/lines.ts';
import type { Tree } from './tree.ts';

const maxDepth = 100;

/** A JSON text, with the place of what is wrong with it; null for one that is nested without end. */
export function jsonTree(file: string, content: string): { tree: Tree | null; broken: Place | null } {
  if (deepest(content) > maxDepth) return { tree: null, broken: { file } };
  const lines = linesOf(content);
  const at = (offset: number): Place => ({ file, ...lines.at(offset) });
  const errors: ParseError[] = [];
  const root = parseTree(content, errors, { disallowComments: true });
  const [first] = errors;
  return { tree: root ? treeOf(root, at) : null, broken: first ? at(first.offset) : null };
}

function deepest(content: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < content.length; at += 1) {
    const sign = content[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{' || sign === '[') {
      depth += 1;
      most = Math.max(most, depth);
    } else if (sign === '}' || sign === ']') depth -= 1;
  }
  return most;
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
