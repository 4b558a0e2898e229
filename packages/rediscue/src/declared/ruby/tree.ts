import type { Token } from './token.ts';

/** What stands between brackets. */
export interface Group {
  kind: 'group';
  open: '(' | '[' | '{';
  nodes: Node[];
  from: number;
  to: number;
}

export type Node = Token | Group;

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Deeper brackets are passed over, so that nothing that walks the tree goes too deep. */
const maxDepth = 60;
/** Behind these a statement goes on in the next line. */
const goesOn = /^(,|\|\||&&|\+|=|=>|\.|&\.|::|\|\|=|<<|->)$/;

/** Brings tokens into the order of their brackets. Brackets that do not fit are forgiven. */
export function treeOf(tokens: readonly Token[]): Node[] {
  const top: Node[] = [];
  const stack: Group[] = [];
  let dropped = 0;
  for (const [index, token] of tokens.entries()) {
    const nodes = stack.at(-1)?.nodes ?? top;
    if (dropped > 0) {
      if (token.kind === 'operator' && /^[([{]$/.test(token.text)) dropped++;
      else if (token.kind === 'operator' && closers[token.text] !== undefined) dropped--;
    } else if (token.kind === 'newline') {
      const last = nodes.at(-1);
      const next = nextToken(tokens, index);
      const isOpen = last === undefined || last.kind === 'newline' || last.kind === 'label' || (last.kind === 'operator' && goesOn.test(last.text));
      const isChained = next?.kind === 'operator' && /^(\.|&\.|\|\||&&)$/.test(next.text);
      if (!isOpen && !isChained && stack.at(-1)?.open !== '(' && stack.at(-1)?.open !== '[') nodes.push(token);
    } else if (token.kind === 'operator' && /^[([{]$/.test(token.text)) {
      if (stack.length >= maxDepth) {
        dropped++;
        continue;
      }
      const group: Group = { kind: 'group', open: token.text as Group['open'], nodes: [], from: token.from, to: token.to };
      nodes.push(group);
      stack.push(group);
    } else if (token.kind === 'operator' && closers[token.text] !== undefined) {
      const at = stack.findLastIndex(({ open }) => open === closers[token.text]);
      if (at === -1) continue;
      for (const group of stack.splice(at)) group.to = token.to;
    } else nodes.push(token);
  }
  return top;
}

/** The next that is no line end; a few lines on at most. */
function nextToken(tokens: readonly Token[], index: number): Token | undefined {
  for (let at = index + 1; at < index + 8; at++) if (tokens[at]?.kind !== 'newline') return tokens[at];
  return undefined;
}

export const isOperator = (node: Node | undefined, text: string): boolean => node?.kind === 'operator' && node.text === text;
export const isName = (node: Node | undefined, text: string): boolean => node?.kind === 'name' && node.text === text;
export const isGroup = (node: Node | undefined, open: Group['open']): node is Group => node?.kind === 'group' && node.open === open;

/** `Redis::Cluster` at an index, with the index behind it; a leading `::` is passed over. Null when no constant stands there. */
export function constantAt(nodes: readonly Node[], index: number): { path: string; next: number } | null {
  let at = isOperator(nodes[index], '::') ? index + 1 : index;
  const first = nodes[at];
  if (first?.kind !== 'constant') return null;
  let path = first.text;
  at++;
  for (;;) {
    const next = nodes[at + 1];
    if (!isOperator(nodes[at], '::') || next?.kind !== 'constant') return { path, next: at };
    path += `::${next.text}`;
    at += 2;
  }
}

/** A bracket that stands close to what is before it: an index or arguments. */
export const isClose = (nodes: readonly Node[], index: number): boolean => nodes[index - 1]?.to === nodes[index]?.from;
