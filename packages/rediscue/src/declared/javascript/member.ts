import type { Evaluator } from './evaluate.ts';
import { bare, childOf, has, type Node, stringOf, textOf } from './tree.ts';
import { anyOf, nothing, unknown, type Value } from './value.ts';
import { meaningOf } from './words.ts';

const variableName = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** Text in which a name for variables or settings stands last: `env`, `c.env`, `this.config`. */
const bag = /(?:^|[.\s])[\w$]*(?:env|environment|config|settings|vars|secrets)[\w$]*[?!]?$/i;

/** Value of `a.b` and `a['b']`. */
export function memberOf(node: Node, evaluator: Evaluator): Value {
  const [object, ...rest] = node.children;
  const last = rest[rest.length - 1];
  if (!object || !last || rest.length === 0) return unknown;
  const name = last.name === 'PropertyName' || last.name === 'PrivatePropertyName' ? textOf(last) : keyOf(last, evaluator);
  if (name === null) return unknown;
  if (name === 'env' && isRuntime(object, evaluator)) return { kind: 'environment' };
  const inner = evaluator.valueOf(object);
  const found = partOf(inner, name, evaluator, node);
  const isOpaque = found.kind === 'unknown' || found.kind === 'import';
  // `c.env.REDIS_URL`, `config.REDIS_URL`: what cannot be followed is taken by its name where that leaves no doubt.
  if (
    isOpaque &&
    /^[A-Z][A-Z0-9_]+$/.test(name) &&
    meaningOf(name) !== null &&
    object.to - object.from < 80 &&
    bag.test(textOf(bare(object))) &&
    (inner.kind === 'unknown' || inner.kind === 'import')
  )
    return { kind: 'variable', name, at: node };
  return found;
}

function keyOf(node: Node, evaluator: Evaluator): string | null {
  if (node.name === 'String') return stringOf(node);
  const value = evaluator.valueOf(node);
  return value.kind === 'text' ? value.text : null;
}

/** `process`, `Bun`, `Deno`, `import.meta`: what has an `env`. */
function isRuntime(object: Node, evaluator: Evaluator): boolean {
  const inner = bare(object);
  if (inner.name === 'ImportMeta') return true;
  const text = inner.to - inner.from < 40 ? textOf(inner) : '';
  if (/^(?:globalThis\.|global\.)?(?:process|Deno|Bun)$/.test(text)) return true;
  const value = inner.name === 'VariableName' ? evaluator.valueOf(inner) : unknown;
  return value.kind === 'import' && value.from === 'process';
}

/** Part of a value: a property, an item. `at`: where it is read. */
export function partOf(value: Value, key: string, evaluator: Evaluator, at: Node | null, depth = 0): Value {
  if (depth > 16) return unknown;
  const inner = (option: Value): Value => partOf(option, key, evaluator, at, depth + 1);
  switch (value.kind) {
    case 'environment':
      return at && variableName.test(key) ? { kind: 'variable', name: key, at } : unknown;
    case 'object': {
      const entry = value.entries.get(key);
      if (entry) return entry.value();
      if (key === 'default' || (value.isSchema && /^(?:data|value|env|output|success)$/.test(key))) return value;
      return value.open ? unknown : nothing;
    }
    case 'choice':
      return { kind: 'choice', options: value.options.map(inner) };
    case 'either':
      return { kind: 'either', test: value.test, met: inner(value.met), unmet: inner(value.unmet) };
    case 'when':
      return { kind: 'when', test: value.test, value: inner(value.value) };
    case 'list':
      return /^\d{1,3}$/.test(key) ? (value.items[Number(key)] ?? nothing) : unknown;
    case 'address':
      return /^(?:host|hostname|port|password|username|pathname|protocol|auth|href)$/.test(key) ? value : unknown;
    case 'import':
      return ofImport(value, key, at);
    case 'instance':
      return ofInstance(value.body, key, evaluator);
    case 'variable':
      return key === 'href' ? value : unknown;
    default:
      return unknown;
  }
}

function ofImport({ from, name }: Extract<Value, { kind: 'import' }>, key: string, at: Node | null): Value {
  if (from === 'process' && key === 'env') return { kind: 'environment' };
  if (from === 'bun' && key === 'env') return { kind: 'environment' };
  if (isVariablesModule(from)) return at && variableName.test(key) ? { kind: 'variable', name: key, at } : unknown;
  return { kind: 'import', from, name: name === '*' ? key : `${name}.${key}`.slice(0, 120) };
}

/** Modules that a framework makes of the environment. */
const isVariablesModule = (from: string): boolean => /^\$env\/(?:static|dynamic)\/(?:private|public)$/.test(from) || from === 'astro:env/server';

/** A variable that is imported by its name, or all of them; null for any other import. */
export function importedVariable(from: string, name: string, at: Node): Value | null {
  if (from === 'process' && name === 'env') return { kind: 'environment' };
  if (!isVariablesModule(from)) return null;
  return name === 'env' || name === '*' ? { kind: 'environment' } : { kind: 'variable', name, at };
}

function ofInstance(body: Node, key: string, evaluator: Evaluator): Value {
  const found: Value[] = [];
  for (const child of body.children) {
    const name = childOf(child, 'PropertyDefinition') ?? childOf(child, 'PrivatePropertyDefinition');
    if (!name || textOf(name) !== key) continue;
    const equals = child.children.findIndex((each) => each.name === 'Equals');
    const value = equals === -1 ? null : child.children[equals + 1];
    if (child.name === 'PropertyDeclaration' && value) found.push(evaluator.valueOf(value));
    if (child.name === 'MethodDeclaration') found.push(has(child, 'get') ? evaluator.returnedBy(child) : { kind: 'function', node: child });
  }
  const assignments = evaluator.modules.load(body.source.file)?.names.assignments ?? [];
  for (const { left, right } of assignments.slice(0, 500)) {
    if (left.from < body.from || left.to > body.to || left.children[0]?.name !== 'this') continue;
    if (textOf(left).replace(/\s/g, '') === `this.${key}`) found.push(evaluator.valueOf(right));
  }
  return found.length === 0 ? unknown : anyOf(found.slice(0, 8));
}
