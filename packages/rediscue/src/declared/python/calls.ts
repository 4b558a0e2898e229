import type { SyntaxNode } from '@lezer/common';
import { formatted } from './collections.ts';
import { configured, isConfiguration } from './configuration.ts';
import { isEnvironment, readByCall } from './environment-reads.ts';
import type { Evaluator } from './evaluator.ts';
import { frameFor, returned } from './frames.ts';
import { argumentsOf } from './syntax.ts';
import { type At, fixedText, none, type Of, rowOf, unknown, type Value } from './value.ts';

/** Calls of calls that are followed. */
const maxFrames = 8;

/** Functions that give what they are given, in another type or form. */
const transparent =
  /^(?:str|int|bool|float|list|tuple|dict|quote|quote_plus|strtobool|Secret|SecretStr|RedisDsn|AnyUrl|Url|URL|parse_bool|str2bool|to_bool|make_url|deepcopy|copy)$/;
/** The same with the type first. */
const typed = /^(?:cast|parse_obj_as)$/;
/** Methods that leave a text what it is, or nearly. */
const transparentMethods = new Set(
  'lower upper strip rstrip lstrip get_secret_value unicode_string encode decode split replace removesuffix removeprefix casefold title copy geturl human_repr'.split(' '),
);

/** What a call gives. */
export function call(node: SyntaxNode, at: At, own: Evaluator): Value {
  const callee = node.firstChild ? own.value(node.firstChild, at) : unknown;
  const read = readByCall(callee, node, at, own);
  if (read) return read;
  switch (callee.kind) {
    case 'foreign':
      return foreignCall(callee.name, node, at, own);
    case 'member':
      return methodCall(callee, node, at, own);
    case 'class':
      return { kind: 'object', scope: callee.scope, made: { call: node, at } };
    case 'function':
      return own.active.size < 200 && depthOf(at, callee) < maxFrames ? returned(callee.scope, callee.self, own, frameFor(callee.scope, callee.self, node, at, own)) : unknown;
    default:
      return unknown;
  }
}

/** Calls around a call; of a function within itself, too many. */
function depthOf({ frame }: At, callee: Of<'function'>): number {
  let depth = 0;
  for (let each = frame; each !== null; each = each.up) depth += each.scope === callee.scope ? maxFrames : 1;
  return depth;
}

function foreignCall(name: string, node: SyntaxNode, at: At, own: Evaluator): Value {
  const { positional, named } = argumentsOf(node, at.scope.source.text);
  const last = name.slice(name.lastIndexOf('.') + 1);
  const [first, second, third] = positional;
  const valueAt = (each: SyntaxNode | undefined): Value => (each ? own.value(each, at) : unknown);
  if (name === 'dict' && !first)
    return { kind: 'map', entries: new Map([...named].slice(0, 200).map(([key, each]) => [key, own.value(each, at)])), isWhole: true, place: own.place(node, at) };
  if (transparent.test(last) && first) return valueAt(first);
  if (typed.test(last) && second) return valueAt(second);
  if (name === 'getattr' && first && second) {
    const attribute = fixedText(valueAt(second));
    const found = attribute === null ? unknown : own.attribute(valueAt(first), attribute);
    const known = /^(?:foreign|member|unknown)$/.test(found.kind) ? none : found;
    return third ? { kind: 'first', values: [known, valueAt(third)] } : known;
  }
  if (last === 'Field' || name === 'dataclasses.field' || last === 'field') return defaultOf(named, first, at, own);
  // A node of a cluster says the same as a tuple of host and port.
  if (last === 'ClusterNode') return { kind: 'list', items: [valueAt(first ?? named.get('host')), valueAt(second ?? named.get('port'))], place: own.place(node, at) };
  if (/(^|\.)(RedisDsn|AnyUrl|URL|Url|MultiHostUrl)\.build$/.test(name)) return builtUrl(named, node, at, own);
  return { kind: 'made', by: name, call: node, at };
}

function defaultOf(named: ReadonlyMap<string, SyntaxNode>, first: SyntaxNode | undefined, at: At, own: Evaluator): Value {
  const node = named.get('default') ?? first;
  if (node) return own.value(node, at);
  const factory = named.get('default_factory') ?? named.get('factory');
  const made = factory ? own.value(factory, at) : none;
  return made.kind === 'function' ? returned(made.scope, made.self, own) : none;
}

/** `RedisDsn.build(scheme="redis", host=…, port=…, path="/0")` as the row that it makes. */
function builtUrl(named: ReadonlyMap<string, SyntaxNode>, node: SyntaxNode, at: At, own: Evaluator): Value {
  const place = own.place(node, at);
  const parts: Value[] = [];
  const put = (before: string, keys: string[], after = '') => {
    const found = keys.flatMap((key) => named.get(key) ?? [])[0];
    const value = found ? own.value(found, at) : none;
    if (value.kind === 'none') return false;
    parts.push({ kind: 'text', text: before, place }, value, { kind: 'text', text: after, place });
    return true;
  };
  put('', ['scheme'], '://');
  const hasUser = put('', ['username', 'user']);
  if (put(':', ['password']) || hasUser) parts.push({ kind: 'text', text: '@', place });
  put('', ['host']);
  put(':', ['port']);
  const path = named.get('path');
  const written = path ? own.value(path, at) : none;
  if (written.kind !== 'none') {
    const isAbsolute =
      (written.kind === 'row' ? written.parts[0] : written)?.kind === 'text' && /^\//.test(fixedText(written.kind === 'row' ? (written.parts[0] ?? none) : written) ?? '');
    parts.push({ kind: 'text', text: isAbsolute ? '' : '/', place }, written);
  }
  return rowOf(parts, place);
}

/** What is declared nowhere, is not set. */
const knownOr = (value: Value): Value => (value.kind === 'unknown' ? none : value);

function methodCall(callee: Of<'member'>, node: SyntaxNode, at: At, own: Evaluator): Value {
  const { positional, named } = argumentsOf(node, at.scope.source.text);
  const { of, name } = callee;
  const [first, second] = positional;
  if (name === 'get' && first) {
    const key = fixedText(own.value(first, at));
    const otherwise = second ? own.value(second, at) : none;
    if (key === null || isEnvironment(of)) return unknown;
    if (of.kind === 'map') return of.entries.get(key) ?? otherwise;
    if (isConfiguration(of)) return { kind: 'first', values: [knownOr(configured(key, own)), otherwise] };
    return unknown;
  }
  if (name === 'format' && of.kind === 'text') {
    const given = new Map([...named].map(([key, each]) => [key, own.value(each, at)]));
    return formatted(of.text, positional.map((each) => own.value(each, at)), given, own.place(node, at)); // biome-ignore format: one call
  }
  if (name === 'join' && of.kind === 'text' && first) {
    const list = own.value(first, at);
    return list.kind === 'list' && of.text === ',' ? list : unknown;
  }
  if (transparentMethods.has(name)) return of;
  return of.kind === 'made' ? { kind: 'made', by: `${of.by}().${name}`, call: node, at } : unknown;
}
