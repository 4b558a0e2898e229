import type { SyntaxNode } from '@lezer/common';
import { childrenOf, type Source, textOf } from './tree.ts';

/** What short names of classes mean in a file. */
export interface Names {
  isInNamespace: boolean;
  /** Alias in lower case → whole name. */
  imports: ReadonlyMap<string, string>;
}

export function namesOf(source: Source): Names {
  const imports = new Map<string, string>();
  let isInNamespace = false;
  const put = (path: string, alias: string | null) => imports.set((alias ?? path.replace(/^.*\\/s, '')).toLowerCase(), path.replace(/^\\/, ''));
  for (let node = source.tree.topNode.firstChild; node !== null; node = node.nextSibling) {
    if (node.name === 'NamespaceDefinition') isInNamespace = true;
    if (node.name !== 'NamespaceUseDeclaration') continue;
    const group = node.getChild('UseGroup');
    // `use A\B, C as D;` and `use A\{B, C as D};`
    const prefix = group === null ? '' : source.text.slice(node.from, group.from).replace(/^use\s+/, '').trim(); // biome-ignore format: one chain
    for (const clause of source.text
      .slice(group === null ? node.from + 3 : group.from + 1, group === null ? node.to : group.to - 1)
      .split(',')
      .slice(0, 100)) {
      const match = /^\s*(?:function\s|const\s)?\s*([\w\\]+)(?:\s+as\s+(\w+))?[\s;]*$/.exec(clause);
      if (match?.[1]) put(prefix + match[1], match[2] ?? null);
    }
  }
  return { isInNamespace, imports };
}

/** Whole name of a class where a name stands; null where it is none. */
function classOf(source: Source, node: SyntaxNode | null | undefined, { imports, isInNamespace }: Names): string | null {
  if (node?.name !== 'Name' && node?.name !== 'QualifiedName') return null;
  const text = textOf(source, node);
  if (text.startsWith('\\')) return text.slice(1);
  const [first = '', ...rest] = text.split('\\');
  const imported = imports.get(first.toLowerCase());
  if (imported !== undefined) return [imported, ...rest].join('\\');
  return isInNamespace ? `.\\${text}` : text;
}

/** Class of a `new` expression. */
export const classOfNew = (source: Source, node: SyntaxNode, names: Names): string | null => classOf(source, childrenOf(node, 3)[1], names);
