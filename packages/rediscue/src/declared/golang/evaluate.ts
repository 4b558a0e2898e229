import type { SyntaxNode } from '@lezer/common';
import { anyOf, joinedValue, none, orElse, textValue, unknown, type Value, variableValue } from '../settings/index.ts';
import { flagValue, sprintf, viperValue } from './known-calls.ts';
import type { Asked, Project } from './project.ts';
import { argumentsOf, calleeOf, type Declared, type Func, literalText, operationBefore, partsOf, type Source, textOf } from './source.ts';

const maxDepth = 32;
const maxSteps = 4000;
const maxCalls = 5;

export const fresh = (project: Project, source: Source): Asked => ({
  project,
  source,
  steps: { left: maxSteps },
  depth: 0,
  calls: 0,
  bindings: null,
  busy: new Set(),
  value: valueOfNode,
});

/** What an expression stands for. */
export const evaluate = (project: Project, source: Source, node: SyntaxNode | null): Value => valueOfNode(node, fresh(project, source));

/** What a variable stands for, with all that is assigned to it. */
export const evaluateDeclared = (project: Project, source: Source, declared: Declared): Value => valueOfDeclared(declared, fresh(project, source));

function valueOfNode(node: SyntaxNode | null, before: Asked): Value {
  before.steps.left -= 1;
  if (!node || before.depth > maxDepth || before.steps.left < 0) return unknown;
  const asked = { ...before, depth: before.depth + 1 };
  const { source } = asked;
  const literal = literalText(source, node);
  if (literal !== null) return textValue(literal, source.at(node));
  switch (node.name) {
    case 'Nil':
      return none;
    case 'ParenthesizedExpr':
    case 'ParenExpr':
    case 'ParenthesizedExp':
      return valueOfNode(partsOf(node)[0] ?? null, asked);
    case 'UnaryExp':
      return valueOfNode(node.lastChild, asked);
    case 'BinaryExp':
      return textOf(source, node.getChild('ArithOp')) === '+' ? joinedValue([valueOfNode(node.firstChild, asked), valueOfNode(node.lastChild, asked)], source.at(node)) : unknown;
    case 'VariableName':
      return valueOfName(node, asked);
    case 'SelectorExpr':
    case 'CallExpr':
      return valueOfPostfix(node, asked);
    case 'TypedLiteral':
      return /^\[/.test(textOf(source, node.firstChild)) ? listOf(node, asked) : unknown;
    case 'TypeConversion':
      return valueOfNode(partsOf(node).at(-1) ?? null, asked);
    default:
      return unknown;
  }
}

function valueOfPostfix(node: SyntaxNode, asked: Asked): Value {
  const own = node.name === 'CallExpr' ? valueOfCall(node, asked) : valueOfSelector(node, asked);
  const operation = operationBefore(node);
  if (!operation) return own;
  return textOf(asked.source, operation.getChild('ArithOp')) === '+' ? joinedValue([valueOfNode(operation.firstChild, asked), own], asked.source.at(node)) : unknown;
}

/** What a call gives by itself, whatever stands before it. */
export const evaluateCall = (project: Project, source: Source, call: SyntaxNode): Value => valueOfCall(call, fresh(project, source));

function listOf(node: SyntaxNode, asked: Asked): Value {
  const items = (node.getChild('LiteralValue')?.getChildren('Element') ?? []).slice(0, 100);
  return { kind: 'list', items: items.map((item) => valueOfNode(item.lastChild, asked)), place: asked.source.at(items[0] ?? node) };
}

/** The declaration that a name means at a place: that of the smallest part of the file, or of the package. */
export function declaredAt(source: Source, name: string, at: number): Declared | null {
  let found: Declared | null = null;
  for (const each of source.declared.get(name) ?? []) if (each.from <= at && at < each.to && (!found || each.to - each.from < found.to - found.from)) found = each;
  return found;
}

function valueOfName(node: SyntaxNode, asked: Asked): Value {
  const name = textOf(asked.source, node);
  const declared = declaredAt(asked.source, name, node.from);
  if (declared?.kind === 'parameter' && asked.bindings?.has(name)) return asked.bindings.get(name) ?? unknown;
  if (declared) return valueOfDeclared(declared, asked);
  return valueInPackage(asked.project.byFolder.get(asked.source.folder) ?? [], name, asked);
}

function valueInPackage(sources: readonly Source[], name: string, asked: Asked): Value {
  for (const source of sources) {
    const declared = source.declared.get(name)?.find(({ kind }) => kind === 'package');
    if (declared) return valueOfDeclared(declared, { ...asked, source, bindings: null });
  }
  return unknown;
}

function valueOfDeclared(declared: Declared, asked: Asked): Value {
  if (asked.busy.has(declared)) return unknown;
  const { source } = asked;
  asked.busy.add(declared);
  const assigned = (source.assigned.get(declared.name) ?? []).filter((right) => declaredAt(source, declared.name, right.from) === declared).slice(0, 20);
  const values = [...(declared.initial ? [declared.initial] : []), ...assigned].map((each) => valueOfNode(each, asked));
  if (declared.parameter) values.unshift(argumentOf(declared.parameter, asked));
  const flag = declared.initial ? none : flagInto(declared.name, asked);
  asked.busy.delete(declared);
  const all = flag.kind === 'none' ? values : [...values, flag];
  return all.length === 0 ? unknown : anyOf(all);
}

/** `flag.StringVar(&addr, "redis-addr", "…")` gives a variable its value. */
function flagInto(name: string, asked: Asked): Value {
  for (const suffix of ['StringVar', 'StringVarP', 'IntVar', 'IntVarP'])
    for (const { source, call } of asked.project.calls.get(suffix) ?? [])
      if (source === asked.source && textOf(source, argumentsOf(call)[0] ?? null) === `&${name}`) return flagValue(suffix, call, { ...asked, source })?.value ?? none;
  return none;
}

/** What the only caller of a function gives it. */
function argumentOf({ of, index }: NonNullable<Declared['parameter']>, asked: Asked): Value {
  if (asked.calls >= maxCalls || asked.project.functions.get(of)?.length !== 1) return unknown;
  const calls = asked.project.calls.get(of) ?? [];
  const [only] = calls;
  if (!only || calls.length > 1) return unknown;
  return valueOfNode(argumentsOf(only.call)[index] ?? null, { ...asked, source: only.source, bindings: null, calls: asked.calls + 1 });
}

/** `config.RedisAddr` of a package, `cfg.Redis.Addr` of what holds settings. */
function valueOfSelector(node: SyntaxNode, asked: Asked): Value {
  const { source, project } = asked;
  const from = operationBefore(node)?.lastChild?.from ?? node.from;
  const names = source.text.slice(from, Math.min(node.to, from + 200)).split('.');
  const field = names.at(-1) ?? '';
  const owner = names.at(-2) ?? '';
  const path = names.length === 2 && declaredAt(source, owner, node.from) === null ? source.imports.get(owner) : undefined;
  if (path !== undefined) return valueInPackage(packageOf(project, path), field, asked);
  const declared = names.length === 2 ? declaredAt(source, owner, node.from) : null;
  const type = declared?.type.replace(/^.*[.*&]/, '') ?? '';
  const keys = [`${owner}.${field}`, ...(type === '' ? [] : [`${type}.${field}`]), ...(/redis|valkey/i.test(field) ? [`.${field}`] : [])].map((key) => key.toLowerCase());
  for (const key of keys) {
    const found = project.fields.get(key) ?? [];
    const tags = project.tags.get(key) ?? [];
    if (found.length + tags.length === 0 || found.length > 8 || asked.busy.has(key)) continue;
    asked.busy.add(key);
    const value = anyOf([...tags, ...found.map((each) => valueOfNode(each.node, { ...asked, source: each.source, bindings: null }))]);
    asked.busy.delete(key);
    if (value.kind !== 'unknown' && value.kind !== 'none') return value;
  }
  return unknown;
}

/** Files of the package that an import names: those of the folder whose path the import ends with. */
function packageOf(project: Project, path: string): Source[] {
  for (const [folder, sources] of project.byFolder) if (folder !== '' && (path === folder || path.endsWith(`/${folder}`))) return sources;
  return [];
}

const passing = new Set([
  'strconv.Atoi', 'strconv.ParseInt', 'strconv.ParseBool', 'strconv.Itoa', 'strconv.ParseUint', 'strings.TrimSpace', 'strings.Split', 'strings.ToLower', 'strings.Trim', 'strings.TrimSuffix', 'strings.Fields', 'string', 'int', 'fmt.Sprint',
  'os.ExpandEnv', 'aws.String', 'aws.ToString',
]); // biome-ignore format: a list to read

function valueOfCall(node: SyntaxNode, asked: Asked): Value {
  const { source } = asked;
  const callee = calleeOf(source, node);
  const given = argumentsOf(node);
  if (/^(os|syscall)\.(Getenv|LookupEnv)$/.test(callee)) {
    const name = valueOfNode(given[0] ?? null, asked);
    return name.kind === 'text' && name.text !== '' ? variableValue(name.text, name.place) : unknown;
  }
  if (callee === 'cmp.Or')
    return given.map((each) => valueOfNode(each, asked)).reduceRight((otherwise, each) => orElse(each.kind === 'text' && each.text === '' ? none : each, otherwise), none);
  if (callee === 'net.JoinHostPort')
    return joinedValue([valueOfNode(given[0] ?? null, asked), textValue(':', source.at(node)), valueOfNode(given[1] ?? null, asked)], source.at(given[0] ?? node));
  if (callee === 'fmt.Sprintf') return sprintf(node, given, asked);
  if (passing.has(callee)) return valueOfNode(given[0] ?? null, asked);
  return flagValue(callee.replace(/^.*\./, ''), node, asked)?.value ?? viperValue(callee, node, asked) ?? followed(node, callee, given, asked);
}

/** The function of the project that a call means; null when it is none or not known for sure. */
export function functionOf(project: Project, source: Source, callee: string): { source: Source; func: Func } | null {
  const [owner, name] = callee.includes('.') ? [callee.slice(0, callee.lastIndexOf('.')), callee.slice(callee.lastIndexOf('.') + 1)] : [null, callee];
  const all = project.functions.get(name) ?? [];
  const path = owner === null ? undefined : source.imports.get(owner);
  const folders = path === undefined ? null : new Set(packageOf(project, path).map(({ folder }) => folder));
  const fitting = all.filter((each) =>
    owner === null ? !each.func.isMethod && each.source.folder === source.folder : folders ? folders.has(each.source.folder) : each.func.isMethod,
  );
  const [only] = fitting;
  return only && fitting.length === 1 ? only : null;
}

function followed(node: SyntaxNode, callee: string, given: readonly SyntaxNode[], asked: Asked): Value {
  const found = asked.calls < maxCalls ? functionOf(asked.project, asked.source, callee) : null;
  if (!found || asked.busy.has(node)) return unknown;
  const { func } = found;
  const bindings = new Map(func.parameters.map((parameter, index) => [parameter, valueOfNode(given[index] ?? null, asked)]));
  return anyOf(returnsOf(func.body).map((each) => valueOfNode(each, { ...asked, source: found.source, bindings, calls: asked.calls + 1, busy: new Set([...asked.busy, node]) })));
}

function returnsOf(body: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  body.cursor().iterate((node) => {
    if (node.name === 'FunctionLiteral' || found.length > 16) return false;
    const returned = node.name === 'ReturnStatement' ? partsOf(node.node)[1] : undefined;
    if (returned) found.push(returned);
    return true;
  });
  return found;
}
