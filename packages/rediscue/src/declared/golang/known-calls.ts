import type { SyntaxNode } from '@lezer/common';
import { joinedValue, none, orElse, textValue, unknown, type Value, variableValue } from '../settings/index.ts';
import type { Asked, Viper } from './project.ts';
import { argumentsOf } from './source.ts';

/** `fmt.Sprintf("%s:%d", host, port)`. */
export function sprintf(node: SyntaxNode, given: readonly SyntaxNode[], asked: Asked): Value {
  const format = asked.value(given[0] ?? null, asked);
  if (format.kind !== 'text' || format.text.length > 500) return unknown;
  const parts: Value[] = [];
  let index = 1;
  for (const piece of format.text.split(/(%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z%])/)) {
    if (piece === '') continue;
    if (!/^%.*[a-zA-Z%]$/.test(piece) || piece === '%%') parts.push(textValue(piece === '%%' ? '%' : piece, format.place));
    else {
      parts.push(/^%[svd]$/.test(piece) ? asked.value(given[index] ?? null, asked) : unknown);
      index += 1;
    }
  }
  return joinedValue(parts, asked.source.at(given[0] ?? node));
}

/** A flag of the command line with its default. `flag.String(name, default, usage)`, with a letter (`StringP`), into a variable (`StringVar`). */
export function flagValue(method: string, node: SyntaxNode, asked: Asked): { name: string; value: Value } | null {
  const match = /^(?:String|Int|Bool|Uint|Int64|StringSlice|StringArray)(Var)?(P)?$/.exec(method);
  if (!match) return null;
  const given = argumentsOf(node);
  const at = match[1] ? 1 : 0;
  const behind = at + (match[2] ? 2 : 1);
  if (given.length < behind + 2) return null;
  const name = asked.value(given[at] ?? null, asked);
  return name.kind === 'text' ? { name: name.text, value: asked.value(given[behind] ?? null, asked) } : null;
}

/** `viper.GetString("redis.addr")`; null when the call is none. */
export function viperValue(callee: string, node: SyntaxNode, asked: Asked): Value | null {
  if (!/^(viper|v|vp|config|conf|cfg)\.Get(String|Int|Bool|StringSlice)?$/.test(callee)) return null;
  const key = asked.value(argumentsOf(node)[0] ?? null, asked);
  if (key.kind !== 'text' || (!/^(viper|v|vp)\./.test(callee) && asked.project.viper.defaults.size === 0)) return null;
  return valueOfKey(key.text, key, asked);
}

/** What a key of the settings stands for: its variables, then its default. */
export function valueOfKey(key: string, { place }: Extract<Value, { kind: 'text' }>, asked: Asked): Value {
  const { viper } = asked.project;
  const found = viper.defaults.get(key.toLowerCase());
  const fixed = found ? asked.value(found.node, { ...asked, source: found.source, bindings: null }) : none;
  const names = [...(viper.bound.get(key.toLowerCase()) ?? []), ...automaticName(key, viper)];
  const value = [...new Set(names)].reduceRight<Value>((otherwise, name) => variableValue(name, place, otherwise), fixed);
  return value.kind === 'none' ? unknown : orElse(value, none);
}

function automaticName(key: string, { automatic, prefix, replaces }: Viper): string[] {
  if (!automatic) return [];
  const name = (prefix === '' ? key : `${prefix}_${key}`).toUpperCase();
  const plain = replaces ? name.replace(/[.-]/g, '_') : name;
  return /^\w+$/.test(plain) ? [plain] : [];
}

/** Collects what the project says of its settings. */
export function readViper(calls: Asked['project']['calls'], textOfArgument: (source: Asked['source'], node: SyntaxNode | undefined) => string | null): Viper {
  const viper: Viper = { defaults: new Map(), bound: new Map(), automatic: calls.has('AutomaticEnv'), prefix: '', replaces: calls.has('SetEnvKeyReplacer') };
  for (const { source, call } of calls.get('SetDefault') ?? []) {
    const [key, node] = argumentsOf(call);
    const name = textOfArgument(source, key);
    if (name && node) viper.defaults.set(name.toLowerCase(), { source, node });
  }
  for (const { source, call } of calls.get('BindEnv') ?? []) {
    const [key, ...names] = argumentsOf(call).map((node) => textOfArgument(source, node));
    if (key) viper.bound.set(key.toLowerCase(), names.length === 0 ? [] : names.filter((name) => name !== null));
  }
  for (const { source, call } of calls.get('SetEnvPrefix') ?? []) viper.prefix = textOfArgument(source, argumentsOf(call)[0]) ?? viper.prefix;
  return viper;
}
