import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, childrenOf, plainText, type Source, textOf } from './tree.ts';

/** What a file gives names to. Keys: `$x` with its function, `->x` and `::X` for members, `X` for constants, `x()` for functions. */
export type Scope = ReadonlyMap<string, SyntaxNode[]>;

const maxNodes = 8;

/** Function or method that a node stands in, by its offset: variables of others are other ones. */
function functionOf(node: SyntaxNode): number {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (at.name === 'FunctionDefinition' || at.name === 'MethodDeclaration') return at.from;
  return -1;
}

/** Key of what a name, a variable or a member stands for; null for what has none. */
export function keyOf(source: Source, node: SyntaxNode): string | null {
  switch (node.name) {
    case 'VariableName':
      return `${textOf(source, node)}@${functionOf(node)}`;
    case 'Name':
    case 'QualifiedName':
      return textOf(source, node).replace(/^.*\\/s, '');
    case 'MemberExpression':
      return node.lastChild?.name === 'Name' && textOf(source, node).startsWith('$this') ? `->${textOf(source, node.lastChild)}` : null;
    case 'ScopedExpression':
      return node.lastChild === null ? null : `::${textOf(source, node.lastChild).replace(/^\$/, '')}`;
    default:
      return null;
  }
}

export function scopeOf(source: Source): Scope {
  const scope = new Map<string, SyntaxNode[]>();
  const put = (key: string | null, value: SyntaxNode | null | undefined) => {
    if (key === null || !value) return;
    const nodes = scope.get(key);
    if (nodes === undefined) scope.set(key, [value]);
    else if (nodes.length < maxNodes) nodes.push(value);
  };
  source.tree.iterate({
    enter({ name, node }) {
      if (name === 'AssignmentExpression' || name === 'UpdateExpression') {
        const [target, , value] = childrenOf(node, 3);
        if (target) put(keyOf(source, target), value);
      } else if (name === 'VariableDeclarator') {
        const [target, , value] = childrenOf(node, 3);
        if (target) for (const prefix of ['->', '::', ...(target.name === 'Name' ? [''] : [])]) put(prefix + textOf(source, target).replace(/^\$/, ''), value);
      } else if (name === 'CallExpression' && node.firstChild !== null && textOf(source, node.firstChild) === 'define') {
        const [constant, value] = argumentsOf(source, node).list;
        put(plainText(source, constant), value);
      } else if (name === 'FunctionDefinition' || name === 'MethodDeclaration') {
        const [only, ...more] = childrenOf(node.getChild('Block') ?? node, 2);
        const own = node.getChild('Name');
        if (own && only?.name === 'ReturnStatement' && more.length === 0) put(`${textOf(source, own)}()`, childrenOf(only, 2)[1]);
      }
    },
  });
  return scope;
}
