import type { Evaluator } from './evaluate.ts';
import { constructed } from './libraries.ts';
import { partOf } from './member.ts';
import { convicted, variablesIn } from './schema.ts';
import { spread } from './spread.ts';
import { argumentsOf, bare, type Node, textOf } from './tree.ts';
import { type Entry, type ObjectValue, unknown, type Value } from './value.ts';

/** Methods and functions that hand on what they are given, for all that matters here. */
const passing =
  /^(?:trim|trimEnd|trimStart|toString|toLowerCase|toUpperCase|valueOf|split|map|filter|required|as[A-Z]\w*|asString|parse|parseAsync|safeParse|validate|validateSync|validateAsync|assert|cast|mask|check|refine|superRefine|transform|strict|strip|passthrough|loose|unknown|prefs|options|readonly|partial|describe|brand|on|once|off|addListener|connect|duplicate|then|catch|finally|withTypeMapping|unwrap|unwrapOr|getProperties|loadFile|setEnv)$/;
const identities =
  /^(?:Number|String|Boolean|BigInt|parseInt|parseFloat|decodeURIComponent|encodeURIComponent|decodeURI|encodeURI|freeze|deepFreeze|defineConfig|definePlugin|defineNuxtConfig|promisifyAll|structuredClone|createConfig|Object|asValue)$/;

/** Names of functions and services that give a variable or a setting by its name. */
const readers = /env|config|settings?$|secret|getvar|^var$/i;
const getters =
  /^(?:get|getOrThrow|getOrDefault|getOptional|getRequired|getString|getNumber|getInt|getBoolean|getBool|getEnv|string|str|int|integer|number|bool|boolean|port|url|host|float|require|required|optional|has|value|read|fetch)$/;

const variableName = /^[A-Z][A-Z0-9_]{2,99}$/;

/** Value of a call or of `new`. */
export function valueOfCall(node: Node, evaluator: Evaluator): Value {
  const first = node.children.find(({ name }) => name !== 'new');
  if (!first) return unknown;
  const callee = bare(first);
  const args = argumentsOf(node);
  const isNew = node.name === 'NewExpression';
  const short = callee.to - callee.from < 200 ? textOf(callee) : '';
  const called = callee.name === 'MemberExpression' ? (callee.children[callee.children.length - 1] as Node) : callee;
  const method = called.name === 'PropertyName' || called.name === 'VariableName' ? textOf(called) : '';
  if (short === 'require' && args[0]) {
    const from = evaluator.valueOf(args[0]);
    return from.kind === 'text' ? evaluator.imported(node.source.file, from.text, '*') : unknown;
  }
  if (isNew && short === 'URL' && args[0]) return { kind: 'address', of: evaluator.valueOf(args[0]) };
  if (short === 'Object.assign') return assigned(node, args, evaluator);
  if (!isNew && identities.test(method) && args[0] && (callee.name === 'VariableName' || /^(?:Object|Number|JSON|_|bluebird|Bluebird)\./.test(short)))
    return handed(args[0], evaluator);
  if (short === 'JSON.parse' && args[0]) return evaluator.valueOf(args[0]);
  const target = evaluator.valueOf(callee);
  if (target.kind === 'import') {
    const checked = ofChecker(target, args, evaluator);
    if (checked) return checked;
    const made = constructed(target, isNew, args, node, evaluator);
    if (made) return made;
  }
  const read = byName(callee, short, method, args, node, evaluator);
  if (read) return read;
  if (callee.name === 'MemberExpression' && callee.children[0]) {
    const found = ofMethod(evaluator.valueOf(callee.children[0]), method, args, node, evaluator);
    if (found) return found;
  }
  if (target.kind === 'function' && !isNew) {
    const returned = evaluator.returnedBy(target.node);
    return returned.kind === 'unknown' ? (converted(method, args, evaluator) ?? unknown) : returned;
  }
  if (target.kind === 'instance') return isNew ? target : unknown;
  return (isNew ? null : (converted(method, args, evaluator) ?? schemaCall(args, evaluator))) ?? unknown;
}

/** `toNumber(process.env.X)`, `convertStringValues(process.env.X)`: what is only brought into another form. */
function converted(method: string, args: readonly Node[], evaluator: Evaluator): Value | null {
  if (!/^(?:convert|parse|to(?=[A-Z])|normali[sz]e|clean|trim|strip|sanitize|ensure|as(?=[A-Z])|cast)/.test(method) || !args[0]) return null;
  const value = evaluator.valueOf(args[0]);
  const second = args[1] ? evaluator.valueOf(args[1]) : null;
  if (value.kind !== 'variable' && value.kind !== 'choice') return null;
  return second?.kind === 'text' && !/^\d{1,2}$/.test(second.text) ? { kind: 'choice', options: [value, second] } : value;
}

function handed(argument: Node, evaluator: Evaluator): Value {
  const value = evaluator.valueOf(argument);
  return value.kind === 'function' ? evaluator.returnedBy(value.node) : value;
}

function assigned(node: Node, args: readonly Node[], evaluator: Evaluator): Value {
  const object: ObjectValue = { kind: 'object', entries: new Map<string, Entry>(), open: false, at: node };
  for (const argument of args.slice(0, 8)) spread(object, evaluator.valueOf(argument));
  return object;
}

/** `env('REDIS_HOST', 'localhost')`, `configService.get('REDIS_HOST')`, `config.get('redis.host')`. */
function byName(callee: Node, short: string, method: string, args: readonly Node[], node: Node, evaluator: Evaluator): Value | null {
  const [first, second] = args;
  if (!first || (first.name !== 'String' && first.name !== 'TemplateString') || short === '') return null;
  const owner = callee.name === 'MemberExpression' ? short.slice(0, Math.max(0, short.length - method.length)) : '';
  const isReader =
    callee.name === 'VariableName'
      ? readers.test(method)
      : (getters.test(method) &&
          readers.test(
            owner
              .replace(/[?.\s]+$/, '')
              .split('.')
              .at(-1) ?? '',
          )) ||
        /^(?:get|require|read|must|optional|load)\w*(?:Env|Config|Secret|Setting)\w*$/.test(method);
  const isRuntime = /^(?:Deno|Bun)\.env\.get$/.test(short);
  const name = evaluator.valueOf(first);
  if (name.kind !== 'text' || !(isReader || isRuntime)) return null;
  const fallback = second ? fallbackOf(evaluator.valueOf(second)) : null;
  const withFallback = (value: Value): Value => (fallback ? { kind: 'choice', options: [value, fallback] } : value);
  if (variableName.test(name.text)) {
    const read: Value = { kind: 'variable', name: name.text, at: node };
    // A service of settings gives what the project's schema falls back to.
    const checked = fallback || isRuntime ? unknown : evaluator.fallbackOf(name.text);
    return checked.kind === 'unknown' ? withFallback(read) : { kind: 'choice', options: [read, checked] };
  }
  if (!/^[a-z][\w-]*(?:\.[\w-]+)*$/i.test(name.text) || !getters.test(method)) return null;
  const known = evaluator.settingAt(name.text);
  return known.kind === 'unknown' ? null : withFallback(known);
}

function fallbackOf(value: Value): Value | null {
  if (value.kind !== 'object') return value.kind === 'function' || value.kind === 'unknown' ? null : value;
  return value.entries.get('default')?.value() ?? null;
}

function ofMethod(value: Value, method: string, args: readonly Node[], node: Node, evaluator: Evaluator): Value | null {
  if (value.kind === 'environment') {
    const name = method === 'get' && args[0] ? evaluator.valueOf(args[0]) : null;
    if (name?.kind === 'text' && variableName.test(name.text)) return { kind: 'variable', name: name.text, at: node };
    return method === 'toObject' ? value : null;
  }
  if (value.kind === 'function' || value.kind === 'unknown' || value.kind === 'import' || value.kind === 'instance') return null;
  if (method === 'default' && args[0] && value.kind !== 'object') return { kind: 'choice', options: [value, evaluator.valueOf(args[0])] };
  if (value.kind === 'object') {
    const path = method === 'get' && args[0] ? evaluator.valueOf(args[0]) : null;
    if (path?.kind === 'text')
      return path.text
        .split('.')
        .slice(0, 12)
        .reduce<Value>((inner, key) => partOf(inner, key, evaluator, node), value);
    const other = args[0] ? evaluator.valueOf(args[0]) : null;
    if (/^(?:extend|merge|and|concat|keys|append)$/.test(method) && other?.kind === 'object') {
      const merged: ObjectValue = { kind: 'object', entries: new Map(), open: false, at: node, isSchema: true };
      spread(merged, value);
      spread(merged, value.isSchema && !other.isSchema ? (variablesIn(other, evaluator) ?? other) : other);
      return merged;
    }
    return value.isSchema && (passing.test(method) || /^(?:default|optional|nullable)$/.test(method)) ? value : null;
  }
  return passing.test(method) ? value : null;
}

/** Libraries that check the environment: what comes out holds the variables. */
function ofChecker({ from }: Extract<Value, { kind: 'import' }>, args: readonly Node[], evaluator: Evaluator): Value | null {
  if (from === 'convict' && args[0]) {
    const value = evaluator.valueOf(args[0]);
    return value.kind === 'object' ? convicted(value) : null;
  }
  return /redis|valkey|bull|keyv|queue/.test(from) ? null : schemaCall(args, evaluator);
}

/** `z.object({ … })`, `createEnv({ server: { … } })`, `cleanEnv(process.env, { … })`, `schema.parse`'s likes as functions. */
function schemaCall(args: readonly Node[], evaluator: Evaluator): Value | null {
  for (const argument of args.slice(0, 4)) {
    const kind = bare(argument).name;
    if (kind !== 'ObjectExpression' && kind !== 'VariableName' && kind !== 'CallExpression') continue;
    const value = evaluator.valueOf(argument);
    if (value.kind !== 'object') continue;
    if (value.isSchema) return value;
    const own = variablesIn(value, evaluator);
    if (own) return own;
    const parts: Value[] = [];
    for (const key of ['server', 'client', 'shared', 'schema', 'env', 'vars', 'properties', 'envSchema']) {
      const part = value.entries.get(key)?.value();
      if (part?.kind !== 'object') continue;
      const found = part.isSchema ? part : (variablesIn(part, evaluator) ?? (key === 'schema' ? schemaIn(part, evaluator) : null));
      if (found) parts.push(found);
    }
    if (parts.length === 0) continue;
    const merged: ObjectValue = { kind: 'object', entries: new Map(), open: true, at: value.at, isSchema: true };
    for (const part of parts) spread(merged, part);
    return merged;
  }
  return null;
}

/** A JSON schema's `properties`. */
function schemaIn(schema: ObjectValue, evaluator: Evaluator): ObjectValue | null {
  const properties = schema.entries.get('properties')?.value();
  return properties?.kind === 'object' ? variablesIn(properties, evaluator) : null;
}
