import { isClose, isGroup, isOperator, type Node } from './tree.ts';

/** Where an expression begins. */
export interface Spot {
  nodes: readonly Node[];
  index: number;
}

/** What a file gives names to: variables, constants, and methods that are one expression. */
export type Scope = ReadonlyMap<string, Spot[]>;

/** More assignments of one name say nothing. */
const maxSpots = 8;
const opens = /^(if|unless|case|begin|do|while|until|for|def|class|module)$/;

export function scopeOf(nodes: readonly Node[]): Scope {
  const scope = new Map<string, Spot[]>();
  collect(nodes, scope);
  return scope;
}

function collect(nodes: readonly Node[], scope: Map<string, Spot[]>): void {
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'group') collect(node.nodes, scope);
    else if (node.kind === 'name' || node.kind === 'constant' || node.kind === 'variable') {
      const next = nodes[index + 1];
      const before = nodes[index - 1];
      const isMember = before?.kind === 'operator' && /^(\.|&\.|,)$/.test(before.text);
      if (!isMember && (isOperator(next, '=') || isOperator(next, '||='))) put(scope, node.text, { nodes, index: index + 2 });
      else if (node.kind === 'name' && node.text === 'def') method(nodes, index, scope);
    }
  }
}

function put(scope: Map<string, Spot[]>, name: string, spot: Spot): void {
  const spots = scope.get(name);
  if (spots === undefined) scope.set(name, [spot]);
  else if (spots.length < maxSpots) spots.push(spot);
}

/** `def redis_url` … `end`: its last statement, when nothing in it branches. */
function method(nodes: readonly Node[], index: number, scope: Map<string, Spot[]>): void {
  let at = index + 1;
  if (nodes[at]?.kind === 'name' && isOperator(nodes[at + 1], '.')) at += 2;
  const name = nodes[at];
  if (name?.kind !== 'name') return;
  at++;
  const parameters = nodes[at];
  if (isGroup(parameters, '(') && isClose(nodes, at)) {
    if (parameters.nodes.length > 0) return;
    at++;
  }
  if (isOperator(nodes[at], '=')) {
    put(scope, name.text, { nodes, index: at + 1 });
    return;
  }
  if (nodes[at]?.kind !== 'newline') return;
  let last = at + 1;
  for (let next = at + 1; next < nodes.length && next < at + 400; next++) {
    const node = nodes[next];
    if (node?.kind === 'newline') {
      if (!(nodes[next + 1]?.kind === 'name' && (nodes[next + 1] as { text: string }).text === 'end')) last = next + 1;
    } else if (node?.kind === 'name') {
      if (node.text === 'end') {
        put(scope, name.text, { nodes, index: last });
        return;
      }
      if (opens.test(node.text)) return;
    }
  }
}
