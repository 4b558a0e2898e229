import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/java';
import type { Place } from '../../facts/index.ts';
import { linesOf, parseWithin } from '../settings/index.ts';

/** A name that holds a value within a part of a file. */
export interface Declared {
  name: string;
  /** Type as written, without its arguments; empty for `var`. */
  type: string;
  /** Expression that it begins with. */
  initial: SyntaxNode | null;
  /** Value of the annotation that fills it: `@Value("${…}")`. */
  annotation: { node: SyntaxNode; text: string; otherwise: SyntaxNode | null } | null;
  /** Part of the file in which the name means this. */
  from: number;
  to: number;
  kind: 'field' | 'local' | 'parameter';
  /** Class that a field belongs to. */
  owner: string;
}

export interface Method {
  name: string;
  parameters: string[];
  body: SyntaxNode;
}

/** One parsed source with what is looked up in it. */
export interface Source {
  path: string;
  text: string;
  tree: Tree;
  /** Behind it nothing was read, since that takes too long; null: all was. */
  stoppedAt: number | null;
  declared: Map<string, Declared[]>;
  /** Right sides of `name = …` and `this.name = …`. */
  assigned: Map<string, SyntaxNode[]>;
  methods: Map<string, Method[]>;
  /** Constructors and calls, in the order of the text. */
  creations: SyntaxNode[];
  calls: SyntaxNode[];
  /** Classes that settings are bound to, by the prefix of their keys. */
  bound: { className: string; prefix: string }[];
  at(node: { from: number }): Place;
}

const maxNodes = 400_000;

export function parseSource(path: string, text: string): Source {
  const { tree, stoppedAt } = parseWithin(parser, text);
  const lines = linesOf(path, text);
  const source: Source = {
    path,
    text,
    tree,
    stoppedAt,
    declared: new Map(),
    assigned: new Map(),
    methods: new Map(),
    creations: [],
    calls: [],
    bound: [],
    at: ({ from }) => lines.at(from),
  };
  let left = maxNodes;
  const cursor = tree.cursor();
  do {
    left -= 1;
    switch (cursor.name) {
      case 'FieldDeclaration':
      case 'LocalVariableDeclaration':
        declareVariables(source, cursor.node);
        break;
      case 'FormalParameter':
        declareParameter(source, cursor.node);
        break;
      case 'AssignmentExpression':
        assign(source, cursor.node);
        break;
      case 'MethodDeclaration':
        declareMethod(source, cursor.node);
        break;
      case 'ObjectCreationExpression':
        source.creations.push(cursor.node);
        break;
      case 'MethodInvocation':
        source.calls.push(cursor.node);
        break;
      case 'ClassDeclaration':
        bindClass(source, cursor.node);
        break;
    }
  } while (left > 0 && cursor.next());
  return source;
}

export const textOf = (source: Source, node: { from: number; to: number } | null): string => (node === null ? '' : source.text.slice(node.from, node.to));

/** Children that mean something: without brackets and commas. */
export function partsOf(node: SyntaxNode | null): SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child; child = child.nextSibling)
    if (!/^[(){}[\].,;:]$/.test(child.name) && child.name !== 'LineComment' && child.name !== 'BlockComment') parts.push(child);
  return parts;
}

export const argumentsOf = (call: SyntaxNode): SyntaxNode[] => partsOf(call.getChild('ArgumentList'));

/** Type of a creation, without package and type arguments. */
function typeNameOf(source: Source, node: SyntaxNode | null): string {
  const text = textOf(source, node).slice(0, 200).replace(/<.*$/s, '').trim();
  return text.slice(text.lastIndexOf('.') + 1);
}

export const createdType = (source: Source, creation: SyntaxNode): string =>
  typeNameOf(source, creation.getChild('TypeName') ?? creation.getChild('GenericType') ?? creation.getChild('ScopedTypeName'));

export const methodName = (source: Source, call: SyntaxNode): string => textOf(source, call.getChild('MethodName'));

/** What a method is called on; null for a method of the class itself. */
export function receiverOf(call: SyntaxNode): SyntaxNode | null {
  const first = call.firstChild;
  return first && first.name !== 'MethodName' ? first : null;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', s: ' ', '0': '\0' };

/** Content of a literal; null when the node is none. */
export function literalText(source: Source, node: SyntaxNode): string | null {
  if (node.name === 'StringLiteral') return unescaped(textOf(source, node).slice(1, -1));
  if (node.name === 'TextBlock') {
    const lines = textOf(source, node)
      .slice(3, -3)
      .replace(/^[ \t]*\r?\n/, '')
      .split(/\r?\n/);
    return unescaped(lines.map((line) => line.trim()).join('\n')).trim();
  }
  if (node.name === 'IntegerLiteral') return textOf(source, node).replace(/[_lL]/g, '');
  return node.name === 'BooleanLiteral' ? textOf(source, node) : null;
}

const unescaped = (text: string): string =>
  text.replace(/\\(u+([0-9a-fA-F]{4})|[\s\S])/g, (_, escaped: string, code: string | undefined) =>
    code === undefined ? (escapes[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(code, 16)),
  );

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const typeNodes = ['TypeName', 'GenericType', 'ScopedTypeName', 'PrimitiveType', 'ArrayType'];

const typeOf = (source: Source, node: SyntaxNode): string => {
  for (const name of typeNodes) {
    const found = node.getChild(name);
    if (found) return typeNameOf(source, found);
  }
  return '';
};

function enclosing(node: SyntaxNode, names: readonly string[]): SyntaxNode | null {
  let at = node.parent;
  for (let depth = 0; at && depth < 200; depth += 1) {
    if (names.includes(at.name)) return at;
    at = at.parent;
  }
  return null;
}

const classNodes = ['ClassDeclaration', 'EnumDeclaration', 'InterfaceDeclaration'];
const scopeNodes = ['Block', 'ConstructorBody', 'ForStatement', 'TryWithResourcesStatement', 'LambdaExpression', 'MethodDeclaration', ...classNodes];

function declareVariables(source: Source, node: SyntaxNode): void {
  const isField = node.name === 'FieldDeclaration';
  const scope = enclosing(node, isField ? classNodes : scopeNodes) ?? source.tree.topNode;
  // Once for all of them: looking for a type goes over each child.
  const [type, annotation] = [typeOf(source, node), isField ? annotationOf(source, node) : null];
  const owner = isField ? textOf(source, scope.getChild('Definition')) : '';
  for (const declarator of node.getChildren('VariableDeclarator')) {
    const name = textOf(source, declarator.getChild('Definition'));
    const initial = declarator.getChild('AssignOp') ? declarator.lastChild : null;
    put(source.declared, name, {
      name,
      type,
      initial,
      annotation,
      from: scope.from,
      to: scope.to,
      kind: isField ? 'field' : 'local',
      owner,
    });
  }
}

function declareParameter(source: Source, node: SyntaxNode): void {
  const name = textOf(source, node.getChild('Definition'));
  const scope = enclosing(node, ['MethodDeclaration', 'ConstructorDeclaration', 'LambdaExpression']) ?? node;
  put(source.declared, name, {
    name,
    type: typeOf(source, node),
    initial: null,
    annotation: annotationOf(source, node),
    from: scope.from,
    to: scope.to,
    kind: 'parameter',
    owner: '',
  });
}

/** `@Value("…")` of Spring and Micronaut, `@ConfigProperty(name = "…", defaultValue = "…")` of MicroProfile. */
function annotationOf(source: Source, node: SyntaxNode): Declared['annotation'] {
  for (const annotation of node.getChild('Modifiers')?.getChildren('Annotation') ?? []) {
    const name = typeNameOf(source, annotation.getChild('Identifier') ?? annotation.getChild('ScopedIdentifier'));
    if (!['Value', 'ConfigProperty', 'Property'].includes(name)) continue;
    const given = annotation.getChild('AnnotationArgumentList');
    const pairs = new Map((given?.getChildren('ElementValuePair') ?? []).map((pair) => [textOf(source, pair.firstChild), pair.lastChild]));
    const literal = pairs.get('value') ?? pairs.get('name') ?? given?.getChild('StringLiteral') ?? null;
    const text = literal && literalText(source, literal);
    if (literal && text) return { node: literal, text: name === 'Value' ? text : `\${${text}}`, otherwise: pairs.get('defaultValue') ?? null };
  }
  return null;
}

function assign(source: Source, node: SyntaxNode): void {
  const [left, right] = [node.firstChild, node.lastChild];
  if (!left || !right || textOf(source, node.getChild('AssignOp')) !== '=') return;
  const name = left.name === 'Identifier' ? left : left.name === 'FieldAccess' && left.firstChild?.name === 'this' ? left.lastChild : null;
  if (name) put(source.assigned, textOf(source, name), right);
}

function declareMethod(source: Source, node: SyntaxNode): void {
  const body = node.getChild('Block');
  const name = textOf(source, node.getChild('Definition'));
  const parameters = (node.getChild('FormalParameters')?.getChildren('FormalParameter') ?? []).map((each) => textOf(source, each.getChild('Definition')));
  if (body) put(source.methods, name, { name, parameters, body });
}

function bindClass(source: Source, node: SyntaxNode): void {
  for (const annotation of node.getChild('Modifiers')?.getChildren('Annotation') ?? []) {
    if (textOf(source, annotation.getChild('Identifier')) !== 'ConfigurationProperties') continue;
    const given = annotation.getChild('AnnotationArgumentList');
    const literal =
      given?.getChild('StringLiteral') ?? given?.getChildren('ElementValuePair').find((pair) => /^(prefix|value)$/.test(textOf(source, pair.firstChild)))?.lastChild ?? null;
    const prefix = literal && literalText(source, literal);
    if (prefix) source.bound.push({ className: textOf(source, node.getChild('Definition')), prefix });
  }
}
