import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { type Lines, linesOf, parseWithin } from '../settings/index.ts';
import { type Assignment, assignmentOf, childrenOf, parametersOf, textOf } from './syntax.ts';

/** What a name stands for in a scope. */
export type Binding =
  | { kind: 'value'; node: SyntaxNode; type: SyntaxNode | null; isConditional: boolean; isFallback: boolean }
  /** Part of what a call gives: `a, b = f()`. */
  | { kind: 'item'; node: SyntaxNode; index: number }
  /** Declared with a type and without a value. */
  | { kind: 'declared'; node: SyntaxNode; type: SyntaxNode }
  | { kind: 'parameter'; name: string; type: SyntaxNode | null; otherwise: SyntaxNode | null }
  /** `import a.b as c` has no name; `from a import b` has one. */
  | { kind: 'import'; module: string; name: string | null }
  | { kind: 'scope'; scope: Scope }
  | { kind: 'unknown' };

export interface Scope {
  kind: 'module' | 'function' | 'class';
  /** Of a function or a class; empty for a module's. */
  name: string;
  node: SyntaxNode;
  parent: Scope | null;
  source: Source;
  bindings: Map<string, Binding[]>;
  returns: SyntaxNode[];
  decorators: SyntaxNode[];
  /** Of a class: what its methods assign to `self`. */
  attributes: Map<string, { node: SyntaxNode; scope: Scope }[]>;
}

/** An expression with the scope that it stands in. */
export interface Found {
  node: SyntaxNode;
  scope: Scope;
}

/** Assignment to an attribute or an item: `app.conf.broker_url = …`, `app.config["REDIS_URL"] = …`. */
export interface Store extends Found {
  value: SyntaxNode;
}

/** One parsed file. */
export interface Source {
  file: string;
  text: string;
  lines: Lines;
  scope: Scope;
  /** Parents before children. */
  scopes: Scope[];
  /** Scopes of lambdas, by where they begin. */
  lambdas: Map<number, Scope>;
  calls: Found[];
  items: Found[];
  stores: Store[];
  /** Modules whose names are all imported: `from .base import *`. */
  stars: string[];
  /** Where the syntax is not understood for the first time, near something that matters. */
  brokenAt: number | null;
  /** Behind it nothing was read, since that takes too long; null: all was. */
  stoppedAt: number | null;
}

/** Parses a file and sorts what stands in it by scope; never throws. */
export function parseSource(file: string, text: string): Source {
  const { tree, stoppedAt } = parseWithin(parser, text);
  const source = {
    file,
    text,
    lines: linesOf(file, text),
    scopes: [],
    lambdas: new Map(),
    calls: [],
    items: [],
    stores: [],
    stars: [],
    brokenAt: null,
    stoppedAt,
  } as unknown as Source;
  source.scope = scopeOf('module', '', tree.topNode, null, source);
  source.scopes.push(source.scope);
  let scope = source.scope;
  let errors = 0;
  tree.iterate({
    enter: (ref) => {
      if (ref.type.isError) {
        errors += 1;
        if (source.brokenAt === null && errors <= maxErrors && !isValid(ref.node, text)) source.brokenAt = ref.from;
        return undefined;
      }
      const opened = enter(ref.name, () => ref.node, scope);
      if (opened) {
        source.scopes.push(opened);
        if (ref.name === 'LambdaExpression') source.lambdas.set(ref.from, opened);
        scope = opened;
      }
      return ref.name !== 'Comment' && ref.name !== 'String';
    },
    leave: (ref) => {
      if (scope.parent !== null && scope.node.from === ref.from && scope.node.name === ref.name && scope.node.to === ref.to) scope = scope.parent;
    },
  });
  return source;
}

/** How many errors of one file are looked at. */
const maxErrors = 100;

/** Valid Python that the grammar does not know, and goes on well behind; and what is broken far from anything that matters. */
function isValid(error: SyntaxNode, text: string): boolean {
  const { parent, from } = error;
  if (parent === null) return false;
  if (!/redis|valkey|broker/i.test(text.slice(Math.max(0, from - 300), from + 300))) return true;
  if (/^(?:Yield|LiteralPattern|ClassPattern|Match|TryStatement|SetComprehension|TypeDefinition)/.test(parent.name)) return true;
  // Names behind items of a `with` in brackets, and stars among the targets of a comprehension.
  const line = text.lastIndexOf('\n', from - 1);
  const start = line <= 0 ? 0 : text.lastIndexOf('\n', line - 1) + 1;
  if (/\bas\s+\w+\s*[,:)]/.test(text.slice(start, Math.min(from + 100, start + 1_000)))) return true;
  return /^\s*(?:as\s|\*)/.test(text.slice(from, from + 100)) || /Comprehension/.test(parent.name);
}

const scopeOf = (kind: Scope['kind'], name: string, node: SyntaxNode, parent: Scope | null, source: Source): Scope => ({
  kind,
  name,
  node,
  parent,
  source,
  bindings: new Map(),
  returns: [],
  decorators: [],
  attributes: new Map(),
});

function bind(scope: Scope, name: string, binding: Binding): void {
  const known = scope.bindings.get(name);
  if (known) known.push(binding);
  else scope.bindings.set(name, [binding]);
}

/** Notes what a node means to its scope; the scope that it opens. */
function enter(kind: string, node: () => SyntaxNode, scope: Scope): Scope | null {
  switch (kind) {
    case 'FunctionDefinition':
    case 'ClassDefinition':
    case 'LambdaExpression':
      return open(node(), scope);
    case 'AssignStatement':
      assign(node(), scope);
      return null;
    case 'NamedExpression':
    case 'UpdateStatement':
    case 'ForStatement':
      overwrite(kind, node(), scope);
      return null;
    case 'ImportStatement':
      importNames(node(), scope);
      return null;
    case 'ReturnStatement':
      scope.returns.push(node());
      return null;
    case 'CallExpression':
      scope.source.calls.push({ node: node(), scope });
      return null;
    case 'MemberExpression': {
      const member = node();
      if (member.lastChild?.name === ']') scope.source.items.push({ node: member, scope });
      return null;
    }
    default:
      return null;
  }
}

function open(node: SyntaxNode, parent: Scope): Scope {
  const { text } = parent.source;
  const name = node.getChild('VariableName');
  const scope = scopeOf(node.name === 'ClassDefinition' ? 'class' : 'function', name && node.name !== 'LambdaExpression' ? textOf(name, text) : '', node, parent, parent.source);
  if (node.parent?.name === 'DecoratedStatement') scope.decorators = node.parent.getChildren('Decorator');
  if (scope.name !== '') bind(parent, scope.name, { kind: 'scope', scope });
  for (const { name: own, type, otherwise } of scope.kind === 'function' ? parametersOf(node, text) : []) bind(scope, own, { kind: 'parameter', name: own, type, otherwise });
  return scope;
}

function assign(node: SyntaxNode, scope: Scope): void {
  const { targets, type, value }: Assignment = assignmentOf(node);
  const [first] = value;
  for (const target of targets) {
    if (target.length === 1 && target[0] && value.length === 1 && first) assignOne(target[0], first, type, scope);
    else if (target.length === 1 && target[0] && value.length === 0 && type) {
      if (target[0].name === 'VariableName') bind(scope, textOf(target[0], scope.source.text), { kind: 'declared', node: target[0], type });
    } else
      target.forEach((each, index) => {
        const own = target.length === value.length ? value[index] : undefined;
        if (own) assignOne(each, own, null, scope);
        else if (each.name === 'VariableName')
          bind(scope, textOf(each, scope.source.text), value.length === 1 && first ? { kind: 'item', node: first, index } : { kind: 'unknown' });
      });
  }
}

function assignOne(target: SyntaxNode, value: SyntaxNode, type: SyntaxNode | null, scope: Scope): void {
  const { text } = scope.source;
  if (target.name === 'VariableName') {
    bind(scope, textOf(target, text), { kind: 'value', node: value, type, ...conditionOf(target, scope) });
    return;
  }
  if (target.name !== 'MemberExpression') return;
  scope.source.stores.push({ node: target, value, scope });
  const [owner, , property] = childrenOf(target);
  const home = scope.kind === 'function' ? scope.parent : null;
  if (home?.kind !== 'class' || !owner || property?.name !== 'PropertyName' || !/^(self|cls)$/.test(textOf(owner, text))) return;
  const name = textOf(property, text);
  home.attributes.set(name, [...(home.attributes.get(name) ?? []).slice(-7), { node: value, scope }]);
}

/** Whether an assignment only happens under a condition, and whether the condition is that the name has no value yet. */
function conditionOf(target: SyntaxNode, scope: Scope): { isConditional: boolean; isFallback: boolean } {
  let steps = 0;
  for (let node = target.parent; node !== null && steps < 200 && !(node.from === scope.node.from && node.name === scope.node.name); node = node.parent) {
    steps += 1;
    if (!/^(If|Try|For|While|Match)\w*Statement$/.test(node.name)) continue;
    if (node.name === 'TryStatement') return { isConditional: true, isFallback: false };
    const test = node.name === 'IfStatement' ? childrenOf(node)[1] : undefined;
    const said = test ? textOf(test, scope.source.text).slice(0, 200) : '';
    const name = textOf(target, scope.source.text);
    return { isConditional: true, isFallback: said === `not ${name}` || said.startsWith(`${name} is None`) || said === `${name} == ""` };
  }
  return { isConditional: false, isFallback: false };
}

function overwrite(kind: string, node: SyntaxNode, scope: Scope): void {
  const { text } = scope.source;
  const children = childrenOf(node);
  const target =
    kind === 'ForStatement'
      ? children.slice(
          1,
          Math.max(
            1,
            children.findIndex((each) => each.name === 'in'),
          ),
        )
      : children.slice(0, 1);
  const value = kind === 'NamedExpression' ? children[2] : undefined;
  for (const each of target.slice(0, 16).flatMap((one) => (one.name === 'TupleExpression' ? childrenOf(one) : [one]))) {
    if (each.name !== 'VariableName') continue;
    bind(scope, textOf(each, text), value ? { kind: 'value', node: value, type: null, isConditional: true, isFallback: false } : { kind: 'unknown' });
  }
}

function importNames(node: SyntaxNode, scope: Scope): void {
  const { text } = scope.source;
  const words = childrenOf(node).filter((each) => each.name !== '(' && each.name !== ')');
  const spoken = words.map((each) => textOf(each, text));
  const split = spoken[0] === 'from' ? spoken.indexOf('import') : 0;
  if (split === -1) return;
  const module = spoken.slice(1, split).join('');
  for (let at = split + 1; at < spoken.length; ) {
    const end = spoken.indexOf(',', at) === -1 ? spoken.length : spoken.indexOf(',', at);
    const part = spoken.slice(at, end);
    at = end + 1;
    const as = part.indexOf('as');
    const alias = as === -1 ? undefined : part[as + 1];
    const name = part.slice(0, as === -1 ? undefined : as).join('');
    if (spoken[0] !== 'from') {
      const root = name.split('.')[0] ?? name;
      bind(scope, alias ?? root, { kind: 'import', module: alias === undefined ? root : name, name: null });
    } else if (name === '*') scope.source.stars.push(module);
    else if (name !== '') bind(scope, alias ?? name, { kind: 'import', module, name });
  }
}
