import type { Collector } from './collector.ts';
import { type Construction, oneOf, readsVariables } from './connection.ts';
import type { Evaluator } from './evaluate.ts';
import { type Node, textOf } from './tree.ts';
import { useIn } from './words.ts';

interface Found {
  node: Node;
  construction: Construction;
  hint: string | null;
}

/** Uses whose library is the only one that a client is made for. */
const exclusive = new Set(['SESSION', 'QUEUE', 'CACHE', 'PUBSUB']);

/** Tells what clients, queues and stores are made with. `calls`: all calls of the files, in their order. */
export function tellConstructions(calls: readonly Node[], evaluator: Evaluator, collector: Collector): void {
  const found = new Map<Node, Found>();
  for (const call of calls) {
    if (!mayConnect(call, evaluator)) continue;
    const value = evaluator.valueOf(call);
    // `createClient().on(…).connect()` is one construction, told at its first call.
    if (value.kind !== 'connection' || value.at !== call) continue;
    found.set(call, { node: call, construction: value.construction, hint: useIn(nameOf(call)) });
  }
  const taken = new Set<Node>();
  for (const { node, construction } of found.values()) {
    if (construction.use === null || !exclusive.has(construction.use) || construction.settings.length === 0) continue;
    for (const client of construction.clients) if (isMadeFor(client, node)) taken.add(client);
  }
  const groups = new Map<Node, Found[]>();
  for (const each of found.values()) {
    if (taken.has(each.node)) continue;
    const key = deciderOf(each.node, groups) ?? each.node;
    groups.set(key, [...(groups.get(key) ?? []), each].slice(0, 32));
  }
  for (const group of groups.values()) tellGroup(group, collector);
}

const connecting =
  /client|redis|valkey|queue|worker|cluster|store|adapter|connect|register|forroot|forfeature|keyv|cach|lock|pubsub|emitter|flow|sentinel|throttl|limit|bull|glide|open/i;

/** Whether a call can make a client by its name or by the package that it is of: others are not worth being followed. */
function mayConnect(call: Node, evaluator: Evaluator): boolean {
  let root = call;
  for (let depth = 0; depth < 40; depth += 1) {
    const first = root.children[0]?.name === 'new' ? root.children[1] : root.children[0];
    if (!first || root.name === 'VariableName') break;
    root = first;
  }
  const callee = call.children[0]?.name === 'new' ? call.children[1] : call.children[0];
  if (!callee) return false;
  if (connecting.test(callee.source.text.slice(Math.max(callee.from, callee.to - 60), callee.to))) return true;
  if (root.name !== 'VariableName') return false;
  const definitions = evaluator.modules.load(call.source.file)?.names.find(root, textOf(root)) ?? [];
  // What is required is bound to an expression, and told by the package's name in it.
  return definitions.some((definition) =>
    connecting.test(definition.kind === 'import' ? definition.from : definition.kind === 'expression' ? textOf(definition.node).slice(0, 80) : ''),
  );
}

/** Whether a client is made where it is given away: one that a function or another file makes may have other users. */
function isMadeFor(client: Node, user: Node): boolean {
  if (client.source !== user.source) return false;
  const holder = (node: Node): Node => {
    let at = node;
    while (at.parent && !functionNames.test(at.name)) at = at.parent;
    return at;
  };
  const home = holder(client);
  for (let at: Node | null = user; at !== null; at = at.parent) if (at === home) return true;
  return false;
}

/** Of several ways of which a condition picks one, what is fixed is only what the others fall back to. */
function tellGroup(group: readonly Found[], collector: Collector): void {
  const context = ({ construction: { library, use }, hint }: Found) => ({ library, use, hint });
  const [first] = group;
  if (first && group.length > 1 && group.every(({ construction }) => construction.library === first.construction.library)) {
    const ways = group.map(({ construction }) => construction.settings);
    if (ways.some((way) => !readsVariables(way))) {
      collector.add(oneOf(ways, false), context(first));
      return;
    }
  }
  for (const each of group) collector.add(each.construction.settings, context(each));
}

const transparent = new Set(['ParenthesizedExpression', 'AwaitExpression', 'PostfixExpression', 'MemberExpression', 'CallExpression']);
const functionNames = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunction|MethodDeclaration|Script)$/;

/** The condition that decides whether this construction or another is made; null where none does. */
function deciderOf(node: Node, known: ReadonlyMap<Node, unknown>): Node | null {
  let at = node;
  while (at.parent) {
    const parent: Node = at.parent;
    const isChoice =
      parent.name === 'ConditionalExpression' || (parent.name === 'BinaryExpression' && /^(?:\?\?|\|\|)$/.test(parent.children[1] ? textOf(parent.children[1]) : ''));
    if (isChoice) return parent;
    if (!transparent.has(parent.name) && parent.name !== 'BinaryExpression') break;
    at = parent;
  }
  let condition: Node | null = null;
  for (let inner: Node = node; inner.parent && !functionNames.test(inner.name); inner = inner.parent) {
    const parent: Node = inner.parent;
    if (parent.name === 'IfStatement') condition = parent;
    else if (condition !== null) break;
    // `if (url) return new Redis(url); return new Redis({ … })`
    if (condition === null && (parent.name === 'Script' || (parent.name === 'Block' && parent.parent && functionNames.test(parent.parent.name)))) {
      const before = parent.children.slice(Math.max(0, parent.children.indexOf(inner) - 12), parent.children.indexOf(inner));
      const early = before.findLast((sibling) => sibling.name === 'IfStatement' && known.has(sibling) && textOf(sibling).includes('return'));
      if (early && inner.name === 'ReturnStatement') return early;
      break;
    }
  }
  return condition;
}

/** Name of what a construction is given to. */
function nameOf(node: Node): string {
  let at = node;
  for (let depth = 0; at.parent && depth < 12; depth += 1) {
    const parent: Node = at.parent;
    const index = parent.children.indexOf(at);
    if (parent.name === 'VariableDeclaration' || parent.name === 'PropertyDeclaration') {
      const name = parent.children.slice(0, index).findLast((child) => child.name === 'VariableDefinition' || child.name.endsWith('PropertyDefinition'));
      return name ? textOf(name) : '';
    }
    if (parent.name === 'AssignmentExpression') return parent.children[0] && parent.children[0] !== at ? (textOf(parent.children[0]).slice(-80).split('.').at(-1) ?? '') : '';
    if (parent.name === 'Property') return parent.children[0] && parent.children[0] !== at ? textOf(parent.children[0]) : '';
    if (!transparent.has(parent.name) && parent.name !== 'ConditionalExpression' && parent.name !== 'BinaryExpression') return '';
    at = parent;
  }
  return '';
}
