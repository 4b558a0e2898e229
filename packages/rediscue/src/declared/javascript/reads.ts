import type { Collector } from './collector.ts';
import type { Evaluator } from './evaluate.ts';
import { describedVariable, variablesIn } from './schema.ts';
import { keysAround } from './settings-objects.ts';
import { has, type Node, textOf } from './tree.ts';
import { isAddressTemplate } from './url-template.ts';
import { chainsOf, type Value } from './value.ts';
import { meaningOf } from './words.ts';

const nobody = { library: null, use: null, hint: null };
const address = /^(?:redis|valkey)s?:\/\//;

/** Tells the schemas that check variables: `z.object({ REDIS_URL: … })`, `{ env: 'REDIS_HOST', default: … }`. */
export function tellSchemas(nodes: readonly Node[], evaluator: Evaluator, collector: Collector): void {
  for (const node of nodes) {
    if (node.name !== 'ObjectExpression') continue;
    const described = describedVariable(node);
    const meaning = described && meaningOf(described.name);
    if (described && meaning && !collector.isTold(described.at)) {
      const value = evaluator.valueOf(node);
      const fallback = value.kind === 'object' ? value.entries.get('default')?.value() : undefined;
      if (!fallback) continue;
      collector.add([{ setting: meaning.setting, value: { kind: 'choice', options: [{ kind: 'variable', ...described }, fallback] } }], nobody);
      continue;
    }
    if (!node.children.some((child) => child.name === 'Property' && child.children[0] && meaningOf(textOf(child.children[0])) !== null)) continue;
    const value = evaluator.valueOf(node);
    const variables = value.kind === 'object' ? variablesIn(value, evaluator) : null;
    for (const [name, entry] of variables?.entries ?? []) {
      const own = meaningOf(name);
      if (own === null || collector.isTold(entry.at)) continue;
      const read = entry.value();
      if (read.kind !== 'unknown' && !chainsOf(read).some(({ fixed }) => fixed !== null && collector.isTold(fixed.at)))
        collector.add([{ setting: own.setting, value: read }], nobody);
    }
  }
}

/** What the schemas in the files say that a variable falls back to. */
export function fallbacksOf(files: readonly (readonly Node[])[], evaluator: () => Evaluator): (variable: string) => Value {
  let found: Map<string, Value[]> | null = null;
  return (variable) => {
    if (found === null) {
      found = new Map();
      for (const nodes of files) for (const [name, value] of schemasIn(nodes, evaluator())) found.set(name, [...(found.get(name) ?? []), value].slice(0, 4));
    }
    const values = found.get(variable) ?? [];
    const [first] = values;
    return first && values.every((value) => value.kind === 'text' && first.kind === 'text' && value.text === first.text) ? first : { kind: 'unknown' };
  };
}

function* schemasIn(nodes: readonly Node[], evaluator: Evaluator): Generator<[string, Value]> {
  for (const node of nodes) {
    if (node.name !== 'ObjectExpression' || !node.children.some((child) => /^['"]?[A-Z][A-Z0-9_]+['"]?$/.test(child.children[0] ? textOf(child.children[0]).slice(0, 100) : '')))
      continue;
    const value = evaluator.valueOf(node);
    const variables = value.kind === 'object' ? variablesIn(value, evaluator) : null;
    for (const [name, entry] of variables?.entries ?? []) {
      const read = entry.value();
      const last = read.kind === 'choice' ? read.options[1] : undefined;
      if (last?.kind === 'text') yield [name, last];
    }
  }
}

/** Tells addresses that are put together and that no constructor was seen to take. */
export function tellTemplates(nodes: readonly Node[], evaluator: Evaluator, collector: Collector): void {
  for (const node of nodes) {
    const isSum = node.name === 'BinaryExpression' && node.children[1]?.name === 'ArithOp' && node.parent?.name !== 'BinaryExpression';
    if (node.name !== 'TemplateString' && !isSum) continue;
    if (node.name === 'TemplateString' && !/^`(?:redis|valkey|\$\{)/i.test(node.source.text.slice(node.from, node.from + 8))) continue;
    const value = evaluator.valueOf(node);
    if (!isAddressTemplate(value)) continue;
    const reads = value.parts.flatMap((part) => (typeof part === 'string' ? [] : chainsOf(part).flatMap(({ variables }) => variables)));
    if (reads.length > 0 && !reads.some(({ at }) => collector.isTold(at))) collector.add([{ setting: 'URL', value }], nobody);
  }
}

/** Tells variables that are called after Redis, and those that fall back to an address of one, wherever they are read. */
export function tellReads(nodes: readonly Node[], evaluator: Evaluator, collector: Collector): void {
  const bareReads: { name: string; value: Value; file: string }[] = [];
  const toldIn = new Set(collector.uses.map(({ place, variable }) => `${place.file} ${variable}`));
  for (const node of nodes) {
    const read = readAt(node, evaluator);
    if (read === null || collector.isTold(read.at) || isWritten(node)) continue;
    const top = read.at === node ? wholeOf(node, evaluator) : node;
    const value = top === node ? read.value : top.name === 'AssignmentExpression' ? updated(top, evaluator) : evaluator.valueOf(top);
    const chain = chainsOf(value).find(({ variables }) => variables.some(({ at }) => at === read.at));
    if (!chain) continue;
    const meaning =
      chain.variables.map(({ name }) => meaningOf(name)).find((each) => each !== null) ?? (address.test(chain.fixed?.text ?? '') ? { use: null, setting: 'URL' as const } : null);
    if (meaning === null || keysAround(node).some((key) => /^(?:test|testing)$/.test(key))) continue;
    const isSwitch = meaning.setting === 'ENABLED' || meaning.setting === 'TLS';
    if (chain.fixed === null && isCheck(top) && !isSwitch) continue;
    if (chain.fixed === null) {
      bareReads.push({ name: read.name, value, file: node.source.file });
      continue;
    }
    collector.add([{ setting: meaning.setting, value }], nobody);
    for (const { name } of chain.variables) toldIn.add(`${node.source.file} ${name}`);
  }
  for (const { name, value, file } of bareReads) {
    const meaning = chainsOf(value)
      .flatMap(({ variables }) => variables)
      .map((variable) => meaningOf(variable.name))
      .find((each) => each !== null);
    // What the file reads with a fallback elsewhere, it only looks at here.
    if (meaning && !toldIn.has(`${file} ${name}`)) collector.add([{ setting: meaning.setting, value }], nobody);
  }
}

function readAt(node: Node, evaluator: Evaluator): { name: string; at: Node; value: Value } | null {
  if (node.name === 'PatternProperty') {
    const [key, second] = node.children;
    if (!key || has(node, 'Spread')) return null;
    const target = key.name === 'VariableDefinition' ? key : second?.name === 'VariableDefinition' ? second : null;
    if (!target || !/^['"]?[A-Z]/.test(textOf(key))) return null;
    const definitions = evaluator.modules.load(node.source.file)?.names.find(node, textOf(target)) ?? [];
    const value = definitions.length === 1 ? evaluator.definitionOf(definitions[0] as (typeof definitions)[number], node.source.file) : null;
    const read = value && (value.kind === 'choice' ? value.options[0] : value);
    return value && read?.kind === 'variable' && read.at === key ? { name: read.name, at: key, value } : null;
  }
  if (node.name !== 'MemberExpression' && node.name !== 'CallExpression') return null;
  if (node.name === 'MemberExpression') {
    const last = node.children[node.children.length - 1];
    const isPossible =
      last &&
      (last.name === 'PropertyName' ? /^[A-Z]/.test(node.source.text[last.from] ?? '') : last.name === 'String' || last.name === 'TemplateString' || last.name === 'VariableName');
    if (!isPossible) return null;
  } else {
    const first = node.children[node.children.length - 1]?.children[0];
    if (first?.name !== 'String' && first?.name !== 'TemplateString') return null;
  }
  const value = evaluator.valueOf(node);
  const read = value.kind === 'choice' ? value.options[0] : value;
  return read?.kind === 'variable' && read.at === node ? { name: read.name, at: node, value } : null;
}

const steps = new Set([
  'BinaryExpression',
  'ConditionalExpression',
  'ParenthesizedExpression',
  'CallExpression',
  'UnaryExpression',
  'PostfixExpression',
  'AwaitExpression',
  'AssignmentExpression',
]);

/** The widest expression that still stands for what is read. */
function wholeOf(node: Node, evaluator: Evaluator): Node {
  let top = node;
  let below = node;
  for (let depth = 0; depth < 24 && below.parent; depth += 1) {
    let parent: Node = below.parent;
    if (parent.name === 'ArgList' && parent.parent) parent = parent.parent;
    if (parent.name === 'MemberExpression' && parent.children[0] === below && parent.parent?.name === 'CallExpression' && parent.parent.children[0] === parent)
      parent = parent.parent;
    if (!steps.has(parent.name) || (parent.name === 'AssignmentExpression' && parent.children[0] !== below)) break;
    const value = parent.name === 'AssignmentExpression' ? updated(parent, evaluator) : evaluator.valueOf(parent);
    if (!chainsOf(value).some(({ variables }) => variables.some(({ at }) => at === node))) break;
    top = parent;
    below = parent;
    if (parent.name === 'AssignmentExpression') break;
  }
  return top;
}

/** `process.env.X ??= 'default'` */
function updated(node: Node, evaluator: Evaluator): Value {
  const [left, , right] = node.children;
  return left && right ? { kind: 'choice', options: [evaluator.valueOf(left), evaluator.valueOf(right)] } : { kind: 'unknown' };
}

/** `process.env.X = …` and `delete process.env.X` read nothing. */
function isWritten(node: Node): boolean {
  const parent = node.parent;
  if (parent?.name === 'UnaryExpression') return textOf(parent).startsWith('delete');
  return parent?.name === 'AssignmentExpression' && parent.children[0] === node && has(parent, 'Equals');
}

/** Whether a value is only asked for: whether it is there. */
function isCheck(node: Node): boolean {
  let below = node;
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name === 'IfStatement' || at.name === 'WhileStatement') return at.children.indexOf(below) === 1;
    if (at.name === 'ConditionalExpression') return at.children[0] === below;
    if (at.name === 'UnaryExpression') return /^(?:!|typeof)/.test(textOf(at).slice(0, 8));
    if (at.name === 'BinaryExpression') {
      const operator = at.children[1] ? textOf(at.children[1]) : '';
      if (/^[!=]=/.test(operator)) return true;
      if (operator === '&&' && at.children[0] === below) return true;
      if (operator !== '&&' && operator !== '||') return false;
    } else if (at.name !== 'ParenthesizedExpression') return false;
    below = at;
  }
  return false;
}
