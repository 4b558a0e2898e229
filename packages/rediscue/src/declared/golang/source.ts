import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/go';
import type { Place } from '../../facts/index.ts';
import { linesOf, parseWithin } from '../settings/index.ts';

/** A name that holds a value within a part of a file, or, on the level of the package, in all files of the folder. */
export interface Declared {
  name: string;
  kind: 'package' | 'local' | 'parameter';
  initial: SyntaxNode | null;
  /** Type as written; empty where it is inferred. */
  type: string;
  from: number;
  to: number;
  /** Function that a parameter belongs to, and which of its parameters it is. */
  parameter: { of: string; index: number } | null;
}

export interface Func {
  name: string;
  isMethod: boolean;
  parameters: string[];
  body: SyntaxNode;
}

/** A value that code gives to a field: in a literal, or by an assignment. */
interface FieldValue {
  /** `Addr` of `Redis: RedisConfig{Addr: …}`. */
  field: string;
  /** What holds it, as far as the text tells: `Redis`, or `RedisConfig`. */
  owners: string[];
  node: SyntaxNode;
}

/** One parsed source with what is looked up in it. */
export interface Source {
  path: string;
  folder: string;
  text: string;
  tree: Tree;
  /** Behind it nothing was read, since that takes too long; null: all was. */
  stoppedAt: number | null;
  /** Import path by the name that the file uses. */
  imports: Map<string, string>;
  declared: Map<string, Declared[]>;
  assigned: Map<string, SyntaxNode[]>;
  functions: Func[];
  calls: SyntaxNode[];
  literals: SyntaxNode[];
  structs: { name: string; node: SyntaxNode }[];
  fields: FieldValue[];
  at(node: { from: number }): Place;
}

const maxNodes = 400_000;

export function parseSource(path: string, text: string): Source {
  const { tree, stoppedAt } = parseWithin(parser, text);
  const lines = linesOf(path, text);
  const cut = path.lastIndexOf('/');
  const source: Source = {
    path,
    folder: cut === -1 ? '' : path.slice(0, cut),
    text,
    tree,
    stoppedAt,
    imports: new Map(),
    declared: new Map(),
    assigned: new Map(),
    functions: [],
    calls: [],
    literals: [],
    structs: [],
    fields: [],
    at: ({ from }) => lines.at(from),
  };
  let left = maxNodes;
  const cursor = tree.cursor();
  do {
    left -= 1;
    const visit = visitors[cursor.name];
    if (visit) visit(source, cursor.node);
  } while (left > 0 && cursor.next());
  return source;
}

const visitors: Readonly<Record<string, (source: Source, node: SyntaxNode) => void>> = {
  ImportSpec: importPath,
  VarSpec: declareSpec,
  ConstSpec: declareSpec,
  VarDecl: (source, node) => {
    if (node.getChild(':=')) declareSpec(source, node);
  },
  FunctionDecl: declareFunction,
  MethodDecl: declareFunction,
  Assignment: assign,
  CallExpr: (source, node) => source.calls.push(node),
  TypedLiteral: (source, node) => source.literals.push(node),
  Element: elementField,
  TypeSpec: (source, node) => {
    const struct = node.getChild('StructType');
    if (struct) source.structs.push({ name: textOf(source, node.getChild('DefName')), node: struct });
  },
};

export const textOf = (source: Source, node: { from: number; to: number } | null): string => (node === null ? '' : source.text.slice(node.from, node.to));

export function partsOf(node: SyntaxNode | null): SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child; child = child.nextSibling) if (!/^([(){}[\].,;:]|LineComment|BlockComment)$/.test(child.name)) parts.push(child);
  return parts;
}

/**
 * The grammar takes `a + b.c(d)` for `(a + b).c(d)`: where that happened, the operation to the left of what was meant to be called
 * or selected, which begins with the operation's last operand.
 */
export function operationBefore(node: SyntaxNode): SyntaxNode | null {
  let at = node.firstChild;
  for (let depth = 0; (at?.name === 'CallExpr' || at?.name === 'SelectorExpr') && depth < 100; depth += 1) at = at.firstChild;
  return at?.name === 'BinaryExp' ? at : null;
}

/** What a call calls, as text. */
export function calleeOf(source: Source, call: SyntaxNode): string {
  const from = operationBefore(call)?.lastChild?.from ?? call.from;
  return source.text.slice(from, Math.min(call.firstChild?.to ?? from, from + 200));
}

export const argumentsOf = (call: SyntaxNode): SyntaxNode[] => partsOf(call.getChild('Arguments'));

/** Content of a literal; null when the node is none. */
export function literalText(source: Source, node: SyntaxNode): string | null {
  const text = node.to - node.from > 10_000 ? '' : textOf(source, node);
  if (node.name === 'Number' || node.name === 'Bool') return text.replace(/_/g, '');
  if (node.name === 'VariableName') return text === 'true' || text === 'false' ? text : null;
  if (node.name !== 'String') return null;
  return text.startsWith('`') ? text.slice(1, -1) : text.slice(1, -1).replace(/\\(["'\\nrt])/g, (_, sign: string) => ({ n: '\n', r: '\r', t: '\t' })[sign] ?? sign);
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function importPath(source: Source, node: SyntaxNode): void {
  const literal = node.getChild('String');
  const path = literal && literalText(source, literal);
  if (!path) return;
  // A version at the end is no part of the package's name.
  const name = path.replace(/\/v\d+$/, '').replace(/^.*\//, '').replace(/\.v\d+$/, '').replace(/^go-|-go$/g, ''); // biome-ignore format: one chain
  source.imports.set(textOf(source, node.getChild('DefName')) || name, path);
}

function enclosing(node: SyntaxNode, names: readonly string[]): SyntaxNode | null {
  let at = node.parent;
  for (let depth = 0; at && depth < 200; depth += 1) {
    if (names.includes(at.name)) return at;
    at = at.parent;
  }
  return null;
}

const functions = ['FunctionDecl', 'MethodDecl', 'FunctionLiteral'];

/** `a, b = x, y` and `v, ok := f()`: of one call the first name holds the value. */
function declareSpec(source: Source, node: SyntaxNode): void {
  const names = node.getChildren('DefName');
  const sign = node.getChild('=') ?? node.getChild(':=');
  const scope = enclosing(node, functions);
  const values = sign ? partsOf(node).filter((part) => part.from >= sign.to) : [];
  const type = textOf(source, node.getChild('TypeName') ?? node.getChild('QualifiedType') ?? node.getChild('PointerType'));
  names.forEach((each, index) => {
    const name = textOf(source, each);
    const initial = values.length === names.length ? (values[index] ?? null) : index === 0 ? (values[0] ?? null) : null;
    put(source.declared, name, { name, kind: scope ? 'local' : 'package', initial, type, from: scope?.from ?? 0, to: scope?.to ?? source.text.length, parameter: null });
  });
}

function declareFunction(source: Source, node: SyntaxNode): void {
  const isMethod = node.name === 'MethodDecl';
  const name = textOf(source, node.getChild(isMethod ? 'FieldName' : 'DefName'));
  const parameters = node.getChildren('Parameters')[isMethod ? 1 : 0] ?? null;
  const names: string[] = [];
  for (const parameter of parameters?.getChildren('Parameter') ?? []) {
    const type = textOf(source, parameter.lastChild);
    for (const each of parameter.getChildren('DefName')) {
      const own = textOf(source, each);
      put(source.declared, own, { name: own, kind: 'parameter', initial: null, type, from: node.from, to: node.to, parameter: { of: name, index: names.length } });
      names.push(own);
    }
  }
  const body = node.getChild('Block');
  if (body) source.functions.push({ name, isMethod, parameters: names, body });
}

function assign(source: Source, node: SyntaxNode): void {
  const sign = node.getChild('=');
  if (!sign) return;
  const parts = partsOf(node).filter(({ name }) => name !== '=');
  const left = parts.filter(({ to }) => to <= sign.from);
  const right = parts.filter(({ from }) => from >= sign.to);
  left.forEach((target, index) => {
    const value = left.length === right.length ? right[index] : index === 0 ? right[0] : undefined;
    if (!value) return;
    if (target.name === 'VariableName') put(source.assigned, textOf(source, target), value);
    else if (target.name === 'SelectorExpr') {
      const [field = '', ...owners] = textOf(source, target).slice(0, 200).split('.').reverse();
      source.fields.push({ field, owners: owners.slice(0, 1), node: value });
    }
  });
}

function elementField(source: Source, node: SyntaxNode): void {
  const key = node.getChild('Key')?.getChild('VariableName');
  const value = node.lastChild;
  if (!key || !value || value.name === 'Key') return;
  source.fields.push({ field: textOf(source, key), owners: ownersOf(source, node), node: value });
}

/** Names of what holds an element: the key of the literal around it, and that literal's type. */
export function ownersOf(source: Source, element: SyntaxNode): string[] {
  const literal = element.parent?.parent;
  const typed = literal?.name === 'TypedLiteral' ? literal : null;
  const type = typed ? textOf(source, typed.firstChild).replace(/^.*\./, '').slice(0, 100) : '';
  let holder = typed?.parent ?? element.parent?.parent ?? null;
  if (holder?.name === 'UnaryExp') holder = holder.parent;
  const key = holder?.name === 'Element' ? textOf(source, holder.getChild('Key')) : '';
  return [key, type].filter((name) => /^\w+$/.test(name));
}
