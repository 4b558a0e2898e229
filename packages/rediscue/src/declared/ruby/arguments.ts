import { isGroup, isName, isOperator, type Node } from './tree.ts';

/** One argument of a call, or one entry of a hash. */
export interface Argument {
  /** `url:` or `:url =>`; null for one without a name; `**` for options that stand elsewhere. */
  key: string | null;
  nodes: readonly Node[];
  /** Where its value begins in `nodes`. */
  index: number;
}

/** What ends the arguments of a call without brackets, and a statement. */
export const endsStatement = (node: Node | undefined): boolean =>
  node === undefined || node.kind === 'newline' || isOperator(node, ';') || (node.kind === 'name' && /^(do|if|unless|while|until|rescue|then|end)$/.test(node.text));

/** Longer lists are data. */
const maxNodes = 2_000;

/** Arguments from an index up to the end of the list or of the statement. */
export function argumentsFrom(nodes: readonly Node[], from: number, isStatement: boolean): Argument[] {
  const found: Argument[] = [];
  let at = from;
  const end = Math.min(nodes.length, from + maxNodes);
  while (at < end && found.length < 200) {
    const node = nodes[at];
    if (isStatement && endsStatement(node)) break;
    if (node?.kind === 'newline' || isOperator(node, ',')) {
      at++;
      continue;
    }
    found.push(argumentAt(nodes, at));
    while (at < end && !isOperator(nodes[at], ',') && !(isStatement && endsStatement(nodes[at]))) at++;
  }
  return found;
}

function argumentAt(nodes: readonly Node[], at: number): Argument {
  const node = nodes[at];
  if (node?.kind === 'label') return { key: keyOf(node), nodes, index: at + 1 };
  if (isOperator(node, '**')) return { key: '**', nodes, index: at + 1 };
  if ((node?.kind === 'symbol' || node?.kind === 'string') && isOperator(nodes[at + 1], '=>')) return { key: keyOf(node), nodes, index: at + 2 };
  return { key: null, nodes, index: isOperator(node, '&') || isOperator(node, '*') ? at + 1 : at };
}

/** Name of a label, a symbol or a plain string. */
export function keyOf(node: Node | undefined): string | null {
  if (node === undefined || node.kind === 'group') return null;
  if (node.text !== '') return node.kind === 'label' || node.kind === 'symbol' ? node.text : null;
  const [first, ...more] = node.parts;
  return first !== undefined && more.length === 0 && 'text' in first ? first.text : null;
}

/** The statements of a block, `{ … }` or `do … end`, that begins at an index; null when there is none. */
export function blockAt(nodes: readonly Node[], index: number): { nodes: readonly Node[]; from: number; next: number } | null {
  const node = nodes[index];
  if (isGroup(node, '{')) return { nodes: node.nodes, from: behindParameters(node.nodes, 0), next: index + 1 };
  if (!isName(node, 'do')) return null;
  const from = behindParameters(nodes, index + 1);
  return { nodes, from: nodes[from]?.kind === 'newline' ? from + 1 : from, next: index + 1 };
}

/** `|config|` */
function behindParameters(nodes: readonly Node[], from: number): number {
  if (isOperator(nodes[from], '||')) return from + 1;
  if (!isOperator(nodes[from], '|')) return from;
  for (let at = from + 1; at < nodes.length && at < from + 20; at++) if (isOperator(nodes[at], '|')) return at + 1;
  return from;
}
