import type { SyntaxNode } from '@lezer/common';
import type { Evaluator } from './evaluator.ts';
import { argumentsOf, childrenOf, stringText, textOf } from './syntax.ts';
import { type At, none, type Of, unknown, type Value } from './value.ts';

/** The environment as a mapping: `os.environ`, and what `dotenv_values()` gives. */
export function isEnvironment(value: Value): boolean {
  if (value.kind === 'foreign') return value.name === 'os.environ';
  return value.kind === 'made' && /^(dotenv\.(main\.)?dotenv_values|os\.environ\.copy)$/.test(value.by);
}

/** Position of the default among a reader's arguments. */
const readers: Readonly<Record<string, number>> = {
  'os.getenv': 1,
  'os.environ.get': 1,
  'os.environ.setdefault': 1,
  'os.environ.pop': 1,
  'os.environ.__getitem__': 1,
  'decouple.config': 1,
  'prettyconf.config': 1,
};

/** Objects that read the environment when they are called or asked by a method. */
const objects: Readonly<Record<string, number>> = {
  'decouple.AutoConfig': 1,
  'decouple.Config': 1,
  'starlette.config.Config': 2,
  'environ.Env': 2,
  'environ.FileAwareEnv': 2,
  'environs.Env': 1,
  'environs.FileAwareEnv': 1,
};

const methods = new Set(
  'str url cache cache_url int bool float list json dict get_value path unicode bytes tuple enum dj_cache_url parsed_url search_url channels channels_url get pop setdefault'.split(
    ' ',
  ),
);

/** What a call reads of the environment; null: it is no such call. */
export function readByCall(callee: Value, call: SyntaxNode, at: At, own: Evaluator): Value | null {
  const known = positionOf(callee);
  if (known === null) return null;
  const { positional, named } = argumentsOf(call, at.scope.source.text);
  const keyNode = positional[0] ?? ['key', 'varname', 'var', 'option', 'name'].flatMap((name) => named.get(name) ?? [])[0];
  const key = keyNode ? own.value(keyNode, at) : unknown;
  if (key.kind !== 'text') return unknown;
  const otherwise = named.get('default') ?? named.get('failobj') ?? positional[known.position];
  const scheme = otherwise ? null : schemeDefault(known.made, key.text, own);
  return environmentRead(known.hasPrefix ? { ...key, text: prefixAround(call, at) + key.text } : key, otherwise ? own.value(otherwise, at) : (scheme ?? none));
}

/** A variable by the text that names it. */
export const environmentRead = (key: Of<'text'>, otherwise: Value): Value =>
  /^[A-Za-z_][\w.-]{0,199}$/.test(key.text) ? { kind: 'read', name: key.text, otherwise, place: key.place } : unknown;

interface Known {
  position: number;
  made: Extract<Value, { kind: 'made' }> | null;
  hasPrefix: boolean;
}

function positionOf(callee: Value): Known | null {
  if (callee.kind === 'foreign') {
    const position = readers[callee.name];
    return position === undefined ? null : { position, made: null, hasPrefix: false };
  }
  if (callee.kind === 'made') {
    const position = objects[callee.by];
    return position === undefined ? null : { position, made: callee, hasPrefix: callee.by.startsWith('environs.') };
  }
  if (callee.kind !== 'member' || callee.of.kind !== 'made' || !methods.has(callee.name)) return null;
  if (isEnvironment(callee.of)) return { position: 1, made: null, hasPrefix: false };
  return callee.of.by in objects ? { position: 1, made: callee.of, hasPrefix: callee.of.by.startsWith('environs.') } : null;
}

/** `environ.Env(REDIS_URL=(str, "redis://…"))` gives defaults where it is made. */
function schemeDefault(made: Known['made'], key: string, own: Evaluator): Value | null {
  if (made === null || !made.by.startsWith('environ.')) return null;
  const node = argumentsOf(made.call, made.at.scope.source.text).named.get(key);
  const value = node ? own.value(node, made.at) : null;
  return value?.kind === 'list' ? (value.items[1] ?? null) : null;
}

/** `with env.prefixed("REDIS_"):` around a call. */
function prefixAround(call: SyntaxNode, { scope }: At): string {
  const { text } = scope.source;
  let prefix = '';
  let steps = 0;
  for (let node = call.parent; node !== null && steps < 60; node = node.parent) {
    steps += 1;
    if (node.name !== 'WithStatement') continue;
    for (const each of childrenOf(node)) {
      if (each.name !== 'CallExpression' || !/\.prefixed$/.test(each.firstChild ? textOf(each.firstChild, text) : '')) continue;
      const [given] = argumentsOf(each, text).positional;
      if (given?.name === 'String') prefix = stringText(given, text) + prefix;
    }
  }
  return prefix;
}
