import type { SyntaxNode } from '@lezer/common';
import { anyOf, joinedValue, none, orElse, textValue, unknown, type Value, variableValue } from '../settings/index.ts';
import { lookupIn, type Property } from '../spring/application.ts';
import { valueIn } from '../spring/placeholders.ts';
import { argumentsOf, createdType, type Declared, literalText, type Method, methodName, partsOf, receiverOf, type Source, textOf } from './source.ts';

/** All sources of a project that are looked at, with the settings of the module of each. */
export interface Project {
  sources: readonly Source[];
  /** Fields by `Class.NAME`; null where several are called so. */
  constants: Map<string, { source: Source; declared: Declared } | null>;
  methods: Map<string, { source: Source; method: Method }[]>;
  settingsOf(source: { path: string }): ReadonlyMap<string, Property>;
}

const maxDepth = 32;
/** Steps of one question, and inner calls that are followed. */
const maxSteps = 4000;
const maxCalls = 4;

interface Asked {
  project: Project;
  source: Source;
  steps: { left: number };
  depth: number;
  calls: number;
  /** Values of the parameters of the method that is followed. */
  bindings: ReadonlyMap<string, Value> | null;
  busy: Set<Declared>;
}

/** What an expression stands for. */
export function evaluate(project: Project, source: Source, node: SyntaxNode | null): Value {
  return valueOfNode(node, { project, source, steps: { left: maxSteps }, depth: 0, calls: 0, bindings: null, busy: new Set() });
}

/** What a variable, field or parameter stands for, with all that is assigned to it. */
export function evaluateDeclared(project: Project, source: Source, declared: Declared): Value {
  return valueOfDeclared(declared, { project, source, steps: { left: maxSteps }, depth: 0, calls: 0, bindings: null, busy: new Set() });
}

function valueOfNode(node: SyntaxNode | null, before: Asked): Value {
  before.steps.left -= 1;
  if (!node || before.depth > maxDepth || before.steps.left < 0) return unknown;
  const asked = { ...before, depth: before.depth + 1 };
  const { source } = asked;
  const literal = literalText(source, node);
  if (literal !== null) return textValue(literal, source.at(node));
  const parts = partsOf(node);
  switch (node.name) {
    case 'null':
      return none;
    case 'ParenthesizedExpression':
      return valueOfNode(parts[0] ?? null, asked);
    case 'CastExpression':
      return valueOfNode(node.lastChild, asked);
    case 'TernaryExpression':
      return anyOf(parts.filter(({ name }) => name !== 'LogicOp').slice(1).map((part) => valueOfNode(part, asked))); // biome-ignore format: one chain
    case 'BinaryExpression':
      return textOf(source, node.getChild('ArithOp')) === '+' ? joinedValue([valueOfNode(node.firstChild, asked), valueOfNode(node.lastChild, asked)], source.at(node)) : unknown;
    case 'Identifier':
      return valueOfName(node, asked);
    case 'FieldAccess':
      return valueOfField(node, asked);
    case 'MethodInvocation':
      return valueOfCall(node, asked);
    case 'ArrayInitializer':
      return listOf(node, parts, asked);
    case 'ArrayCreationExpression':
      return valueOfNode(node.getChild('ArrayInitializer'), asked);
    case 'ObjectCreationExpression':
      return valueOfCreation(node, asked);
    default:
      return unknown;
  }
}

const listOf = (node: SyntaxNode, items: readonly SyntaxNode[], asked: Asked): Value => ({
  kind: 'list',
  items: items.slice(0, 100).map((item) => valueOfNode(item, asked)),
  place: asked.source.at(items[0] ?? node),
});

/** The declaration that a name means at a place: that of the smallest part of the file. */
export function declaredAt(source: Source, name: string, at: number): Declared | null {
  let found: Declared | null = null;
  for (const each of source.declared.get(name) ?? []) if (each.from <= at && at < each.to && (!found || each.to - each.from < found.to - found.from)) found = each;
  return found;
}

function valueOfName(node: SyntaxNode, asked: Asked): Value {
  const name = textOf(asked.source, node);
  const declared = declaredAt(asked.source, name, node.from);
  const bound = declared === null || declared.kind === 'parameter' ? asked.bindings?.get(name) : undefined;
  if (bound) return bound;
  return declared ? valueOfDeclared(declared, asked) : unknown;
}

function valueOfDeclared(declared: Declared, asked: Asked): Value {
  if (asked.busy.has(declared)) return unknown;
  const { source } = asked;
  if (declared.annotation) return annotated(declared.annotation, asked);
  asked.busy.add(declared);
  const assigned = (source.assigned.get(declared.name) ?? []).filter((right) => isOf(declared, right, source));
  const values = [...(declared.initial ? [declared.initial] : []), ...assigned.slice(0, 20)].map((each) => valueOfNode(each, asked));
  const added = isCollection(declared) ? addedTo(declared, asked) : [];
  asked.busy.delete(declared);
  if (added.length > 0) return { kind: 'list', items: added, place: source.at(declared.initial ?? { from: declared.from }) };
  return values.length === 0 ? unknown : anyOf(values);
}

/** Whether an assignment is one to this declaration, and not to another of its name. */
function isOf(declared: Declared, right: SyntaxNode, source: Source): boolean {
  const left = right.parent?.firstChild;
  if (!left) return false;
  if (left.name === 'FieldAccess') return declared.kind === 'field' && declared.from <= right.from && right.from < declared.to;
  return declaredAt(source, declared.name, left.from) === declared;
}

const isCollection = ({ type, initial }: Declared): boolean => initial?.name === 'ObjectCreationExpression' && /(Set|List|Collection)$|^$|^var$/.test(type);

/** Items that `nodes.add("a:1")` puts into a collection. */
function addedTo(declared: Declared, asked: Asked): Value[] {
  const { source } = asked;
  const adds = source.calls.filter((call) => {
    const receiver = receiverOf(call);
    return (
      receiver?.name === 'Identifier' &&
      methodName(source, call) === 'add' &&
      textOf(source, receiver) === declared.name &&
      declaredAt(source, declared.name, call.from) === declared
    );
  });
  return adds.slice(0, 100).map((call) => valueOfNode(argumentsOf(call)[0] ?? null, asked));
}

function annotated({ node, text, otherwise }: NonNullable<Declared['annotation']>, asked: Asked): Value {
  const place = asked.source.at(node);
  const given = valueIn(text, place, lookupIn(asked.project.settingsOf(asked.source)));
  return otherwise ? orElse(given, valueOfNode(otherwise, asked)) : given;
}

function valueOfField(node: SyntaxNode, asked: Asked): Value {
  const [owner, field] = [node.firstChild, node.lastChild];
  if (!owner || !field) return unknown;
  const name = textOf(asked.source, field);
  if (owner.name === 'this') {
    const declared = (asked.source.declared.get(name) ?? []).find(({ kind, from, to }) => kind === 'field' && from <= node.from && node.from < to);
    return declared ? valueOfDeclared(declared, asked) : unknown;
  }
  const ownerName = textOf(asked.source, owner.name === 'FieldAccess' ? owner.lastChild : owner);
  const found = asked.project.constants.get(`${ownerName}.${name}`);
  return found ? valueOfDeclared(found.declared, { ...asked, source: found.source, bindings: null }) : unknown;
}

const passing = new Set([
  'parseInt',
  'valueOf',
  'parseLong',
  'parseBoolean',
  'toString',
  'toCharArray',
  'trim',
  'strip',
  'split',
  'asList',
  'of',
  'ofNullable',
  'get',
  'orElseThrow',
  'requireNonNull',
  'intValue',
  'decode',
  'create',
  'copyOf',
  'stream',
  'toLowerCase',
]);
const passingOwners = /^(Integer|Long|Short|Boolean|String|Objects|Optional|Arrays|List|Set|Collections|ImmutableSet|ImmutableList|Sets|Lists|URI|RedisPassword|Stream)$/;
const lists = /^(Arrays\.asList|(List|Set|ImmutableSet|ImmutableList|Stream)\.of|Collections\.singleton(List)?|(Sets|Lists)\.new\w+)$/;
const defaults = new Set(['orElse', 'orElseGet', 'requireNonNullElse', 'defaultIfBlank', 'defaultIfEmpty', 'defaultString', 'firstNonNull', 'or']);

function valueOfCall(node: SyntaxNode, asked: Asked): Value {
  const { source } = asked;
  const name = methodName(source, node);
  const receiver = receiverOf(node);
  const owner = receiver === null ? '' : textOf(source, receiver).slice(0, 100);
  const given = argumentsOf(node);
  const read = environmentRead(name, owner, given, node, asked);
  if (read) return read;
  if (lists.test(`${owner}.${name}`))
    return given.length === 1 && !/^(List|Set|Collections)/.test(owner) && given[0]?.name === 'MethodInvocation' ? valueOfNode(given[0], asked) : listOf(node, given, asked);
  if (defaults.has(name)) {
    const isStatic = /^[A-Z]\w*$/.test(owner);
    const [first, second] = isStatic ? given : [receiver, given[0]];
    const last = second?.name === 'LambdaExpression' ? second.lastChild : second;
    return orElse(valueOfNode(first ?? null, asked), valueOfNode(last ?? null, asked), /Blank|Empty/.test(name) ? 'empty' : 'unset');
  }
  if (passing.has(name) && passingOwners.test(owner)) return valueOfNode(given[0] ?? null, asked);
  const inner = receiver && !/^[A-Z]\w*$/.test(owner) && passing.has(name) && (given.length === 0 || name === 'split') ? valueOfNode(receiver, asked) : unknown;
  return inner.kind === 'unknown' ? followed(name, owner, given, asked) : inner;
}

/** `System.getenv("X")` and its like; null when the call is none. */
function environmentRead(name: string, owner: string, given: readonly SyntaxNode[], node: SyntaxNode, asked: Asked): Value | null {
  const key = valueOfNode(given[0] ?? null, asked);
  const place = asked.source.at(given[0] ?? node);
  const otherwise = given[1] ? valueOfNode(given[1], asked) : none;
  if ((name === 'getenv' && owner === 'System' && given.length === 1) || ((name === 'get' || name === 'getOrDefault') && (owner === 'System.getenv()' || /^dotenv$/i.test(owner))))
    return key.kind === 'text' && key.text !== '' ? variableValue(key.text, place, otherwise) : unknown;
  if (name === 'getProperty' && owner === 'System') return otherwise;
  // Spring's Environment, by the names that it always has.
  if ((name === 'getProperty' || name === 'getRequiredProperty') && /^(this\.)?(env|environment|springEnv|springEnvironment)$/.test(owner)) {
    const fallback = given.at(-1) === given[0] ? none : valueOfNode(/\.class$/.test(textOf(asked.source, given.at(-1) ?? null)) ? null : (given.at(-1) ?? null), asked);
    return key.kind === 'text' ? orElse(valueIn(`\${${key.text}}`, place, lookupIn(asked.project.settingsOf(asked.source))), fallback, 'unset') : unknown;
  }
  return null;
}

/** The value of a method of the project: of its own class, or of a class that is named. */
function followed(name: string, owner: string, given: readonly SyntaxNode[], asked: Asked): Value {
  if (asked.calls >= maxCalls || (owner !== '' && !/^(this|[A-Z]\w*)$/.test(owner))) return unknown;
  const own = (asked.source.methods.get(name) ?? []).map((method) => ({ source: asked.source, method }));
  const all =
    owner === '' || owner === 'this'
      ? own
      : (asked.project.methods.get(name) ?? []).filter(({ source }) => source.path.endsWith(`/${owner}.java`) || source.path === `${owner}.java`);
  const fitting = all.filter(({ method }) => method.parameters.length === given.length);
  const [only] = fitting;
  if (!only || fitting.length > 1) return unknown;
  const bindings = new Map(only.method.parameters.map((parameter, index) => [parameter, valueOfNode(given[index] ?? null, asked)]));
  const inner: Asked = { ...asked, source: only.source, bindings, calls: asked.calls + 1, busy: new Set() };
  return anyOf(returnsOf(only.method.body).map((node) => valueOfNode(node, inner)));
}

function returnsOf(body: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  body.cursor().iterate((node) => {
    if (node.name === 'LambdaExpression' || node.name === 'ClassBody' || found.length > 16) return false;
    const returned = node.name === 'ReturnStatement' ? partsOf(node.node)[1] : undefined;
    if (returned) found.push(returned);
    return true;
  });
  return found;
}

function valueOfCreation(node: SyntaxNode, asked: Asked): Value {
  const type = createdType(asked.source, node);
  const given = argumentsOf(node);
  if (/^(HashSet|LinkedHashSet|TreeSet|ArrayList|String|URI|Integer)$/.test(type)) return valueOfNode(given[0] ?? null, asked);
  if (/^(HostAndPort|RedisNode|RedisURI)$/.test(type) && given.length >= 2) {
    const [host, port] = [valueOfNode(given[0] ?? null, asked), valueOfNode(given[1] ?? null, asked)];
    return joinedValue([host, textValue(':', asked.source.at(node)), port], asked.source.at(given[0] ?? node));
  }
  return unknown;
}
