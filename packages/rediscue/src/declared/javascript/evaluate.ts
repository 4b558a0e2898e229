import { valueOfCall } from './calls.ts';
import { importedVariable, memberOf, partOf } from './member.ts';
import type { Module, Modules } from './modules.ts';
import type { Definition } from './scope.ts';
import { maxEntries, spread } from './spread.ts';
import { bare, childOf, has, type Node, piecesOf, stringOf, textOf } from './tree.ts';
import { anyOf, type Entry, joined, nothing, type ObjectValue, unknown, type Value } from './value.ts';

/** Tells what expressions stand for, across the project's files. */
export interface Evaluator {
  modules: Modules;
  valueOf(node: Node): Value;
  /** What a function gives back, whatever it is given. */
  returnedBy(node: Node): Value;
  imported(file: string, from: string, name: string): Value;
  definitionOf(definition: Definition, file: string): Value;
  /** `redis.host` of the project's settings, as a service of a framework gives it. */
  settingAt(path: string): Value;
  /** What the project's schemas say a variable falls back to; unknown where they say nothing or differ. */
  fallbackOf(variable: string): Value;
}

/** Deeper chains of names, calls and files are not followed. */
const maxDepth = 90;
const maxItems = 64;

export function evaluatorOf(modules: Modules, settingAt: Evaluator['settingAt'], fallbackOf: Evaluator['fallbackOf']): Evaluator {
  const known = new Map<Node, Value>();
  let depth = 0;

  const evaluate = (given: Node): Value => {
    const node = bare(given);
    const before = known.get(node);
    if (before !== undefined) return before;
    if (depth >= maxDepth) return unknown;
    // What refers to itself has no value.
    known.set(node, unknown);
    depth += 1;
    const value = read(node);
    depth -= 1;
    known.set(node, value);
    return value;
  };

  const read = (node: Node): Value => {
    switch (node.name) {
      case 'String': {
        const text = stringOf(node);
        return text === '' ? nothing : text.length > 4_096 ? unknown : { kind: 'text', text, at: node };
      }
      case 'Number':
        return { kind: 'text', text: textOf(node).replaceAll('_', '').slice(0, 40), at: node };
      case 'BooleanLiteral':
        return { kind: 'text', text: textOf(node), at: node };
      case 'null':
        return nothing;
      case 'TemplateString':
        return joined(
          piecesOf(node).map((piece) => (typeof piece === 'string' ? piece : evaluate(piece))),
          node,
        );
      case 'VariableName':
        return named(node);
      case 'MemberExpression':
        return memberOf(node, evaluator);
      case 'ObjectExpression':
        return objectOf(node);
      case 'ArrayExpression':
        return { kind: 'list', items: has(node, 'Spread') ? [unknown] : node.children.slice(0, maxItems).map(evaluate), at: node };
      case 'BinaryExpression':
        return ofOperator(node);
      case 'ConditionalExpression': {
        const [test, met, unmet] = node.children.filter(({ name }) => name !== 'LogicOp');
        return test && met && unmet ? { kind: 'either', test: evaluate(test), met: evaluate(met), unmet: evaluate(unmet) } : unknown;
      }
      case 'UnaryExpression':
        return ofUnary(node);
      case 'AssignmentExpression':
        return node.children[2] ? evaluate(node.children[2]) : unknown;
      case 'SequenceExpression':
        return node.children.length > 0 ? evaluate(node.children[node.children.length - 1] as Node) : unknown;
      case 'ArrowFunction':
      case 'FunctionExpression':
        return { kind: 'function', node };
      case 'CallExpression':
      case 'NewExpression':
        return valueOfCall(node, evaluator);
      case 'DynamicImport': {
        const string = childOf(node, 'String');
        return string ? imported(node.source.file, stringOf(string), '*') : unknown;
      }
      case 'this': {
        let at: Node | null = node;
        while (at !== null && at.name !== 'ClassBody') at = at.parent;
        return at ? { kind: 'instance', body: at } : unknown;
      }
      default:
        return unknown;
    }
  };

  const named = (node: Node): Value => {
    const name = textOf(node);
    if (name === 'undefined') return nothing;
    const definitions = modules.load(node.source.file)?.names.find(node, name) ?? [];
    if (definitions.length === 0) return name === 'Bun' ? { kind: 'import', from: 'bun', name: '*' } : unknown;
    return anyOf(definitions.map((definition) => defined(definition, node.source.file)));
  };

  const defined = (definition: Definition, file: string): Value => {
    switch (definition.kind) {
      case 'expression':
        return evaluate(definition.node);
      case 'part': {
        const part = partOf(defined(definition.of, file), definition.key, evaluator, definition.at);
        return definition.fallback === null ? part : { kind: 'choice', options: [part, evaluate(definition.fallback)] };
      }
      case 'import':
        return importedVariable(definition.from.replace(/^node:/, ''), definition.name, definition.at) ?? imported(file, definition.from, definition.name);
      case 'function':
        return { kind: 'function', node: definition.node };
      case 'class': {
        const body = childOf(definition.node, 'ClassBody');
        return body ? { kind: 'instance', body } : unknown;
      }
      case 'parameter':
        return definition.fallback ? { kind: 'choice', options: [unknown, evaluate(definition.fallback)] } : unknown;
      default:
        return nothing;
    }
  };

  const imported = (file: string, from: string, name: string): Value => {
    const path = modules.resolve(file, from);
    const module = path === null ? null : modules.load(path);
    if (module) return exported(module, name, 0);
    if (path !== null || /^\.{0,2}\//.test(from)) return unknown;
    return { kind: 'import', from: packageOf(from), name };
  };

  const exported = (module: Module, name: string, hops: number): Value => {
    const { names, source } = module;
    if (hops > 8 || depth >= maxDepth) return unknown;
    const own = names.exports.get(name);
    depth += 1;
    try {
      if (own) return anyOf(own.map((definition) => defined(definition, source.file)));
      const whole = names.exports.get('default');
      if (name === '*') {
        if (names.exports.size === 1 && whole) return exported(module, 'default', hops + 1);
        const entries = new Map<string, Entry>();
        for (const key of [...names.exports.keys()].slice(0, maxEntries)) entries.set(key, { at: source.root, value: () => exported(module, key, hops + 1) });
        return { kind: 'object', entries, open: true, at: source.root };
      }
      for (const from of names.handedOn.slice(0, 64)) {
        const path = modules.resolve(source.file, from);
        const next = path === null ? null : modules.load(path);
        const found = next && next !== module ? exported(next, name, hops + 1) : unknown;
        if (found.kind !== 'unknown') return found;
      }
      if (name === 'default') return names.exports.size > 0 && hops === 0 ? exported(module, '*', hops + 1) : unknown;
      // `module.exports = { name }`
      return whole ? partOf(exported(module, 'default', hops + 1), name, evaluator, null) : unknown;
    } finally {
      depth -= 1;
    }
  };

  const objectOf = (node: Node): Value => {
    const object: ObjectValue = { kind: 'object', entries: new Map(), open: false, at: node };
    for (const property of node.children) {
      if (property.name !== 'Property') continue;
      if (object.entries.size >= maxEntries) {
        object.open = true;
        break;
      }
      const [key, ...rest] = property.children;
      if (!key) continue;
      if (key.name === 'Spread') {
        if (rest[0]) spread(object, evaluate(rest[0]));
        continue;
      }
      const value = rest[rest.length - 1];
      if (key.name === 'get' || key.name === 'set' || key.name === 'async' || rest.some(({ name }) => name === 'ParamList')) continue;
      if (key.name === 'PropertyDefinition' || key.name === 'String' || key.name === 'Number') {
        const name = key.name === 'String' ? stringOf(key) : textOf(key);
        object.entries.set(name, { at: key, value: value ? () => evaluate(value) : () => named(key) });
      } else {
        const name = evaluate(key);
        if (name.kind === 'text' && value) object.entries.set(name.text, { at: key, value: () => evaluate(value) });
        else object.open = true;
      }
    }
    return object;
  };

  const ofOperator = (node: Node): Value => {
    const [left, operator, right] = node.children;
    if (!left || !operator || !right) return unknown;
    const sign = textOf(operator);
    if (sign === '??' || sign === '||') return { kind: 'choice', options: [evaluate(left), evaluate(right)], yields: sign === '??' ? 'unset' : 'empty' };
    if (sign === '&&') return { kind: 'when', test: evaluate(left), value: evaluate(right) };
    if (sign === '+') return joined([evaluate(left), evaluate(right)], node);
    if (/^[!=]==?$/.test(sign)) {
      const [a, b] = [evaluate(left), evaluate(right)];
      const [value, other] = a.kind === 'text' || a.kind === 'nothing' ? [b, a] : [a, b];
      if (other.kind !== 'text' && other.kind !== 'nothing') return unknown;
      return { kind: 'comparison', value, with: other.kind === 'text' ? other.text : null, equal: !sign.startsWith('!') };
    }
    return unknown;
  };

  const ofUnary = (node: Node): Value => {
    const [operator, operand] = node.children;
    if (!operator || !operand) return unknown;
    const sign = textOf(operator);
    if (sign === '+') return evaluate(operand);
    if (sign === '-' && operand.name === 'Number') return { kind: 'text', text: `-${textOf(operand).slice(0, 40)}`, at: node };
    const inner = bare(operand);
    if (sign === '!' && inner.name === 'UnaryExpression' && textOf(inner).startsWith('!') && inner.children[1]) return evaluate(inner.children[1]);
    return sign === 'void' ? nothing : unknown;
  };

  const returnedBy = (node: Node): Value => {
    const body = node.children[node.children.length - 1];
    if (!body || node.children.length < 2) return unknown;
    if (body.name !== 'Block') return node.name === 'ArrowFunction' ? evaluate(body) : unknown;
    const found: Value[] = [];
    const visit = (at: Node, level: number): void => {
      for (const child of at.children) {
        if (found.length >= 8 || level > 12) return;
        if (child.name === 'ReturnStatement') found.push(child.children[1] ? evaluate(child.children[1]) : nothing);
        else if (/Statement$|^Block$|Clause$/.test(child.name) && child.name !== 'ExpressionStatement') visit(child, level + 1);
      }
    };
    visit(body, 0);
    return found.length === 0 ? unknown : anyOf(found);
  };

  const evaluator: Evaluator = { modules, valueOf: evaluate, returnedBy, imported, definitionOf: defined, settingAt, fallbackOf };
  return evaluator;
}

/** Name of the package that a specifier means, without a registry's prefix and a version. */
function packageOf(from: string): string {
  if (/^https?:/.test(from))
    return /deno\.land\/x\/redis\b/.test(from)
      ? 'deno:redis'
      : (/\/((?:@[\w.-]+\/)?[\w.-]+)(?:@[^/]*)?(?:[/?]|$)/.exec(from.slice(0, 200).replace(/^https?:\/\/[^/]*/, ''))?.[1] ?? from);
  return from.replace(/^(?:npm|jsr|node):\/?/, '').replace(/^((?:@[^/@]+\/)?[^/@]+)@[^/]+/, '$1');
}
