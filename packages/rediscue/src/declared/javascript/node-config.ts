import { basename, dirname } from 'node:path/posix';
import type { Collector } from './collector.ts';
import type { SettingValue } from './connection.ts';
import type { Evaluator } from './evaluate.ts';
import { partOf } from './member.ts';
import type { Module } from './modules.ts';
import { isSettingsPath, variantOf } from './paths.ts';
import { argumentsOf, bare, type Node, stringOf, textOf } from './tree.ts';
import { type ObjectValue, unknown, type Value } from './value.ts';
import { meaningOfSetting, type Setting } from './words.ts';

const settings: Readonly<Record<string, Setting>> = { url: 'URL', uri: 'URL', host: 'HOST', hostname: 'HOST', port: 'PORT', db: 'DB', database: 'DB', username: 'USERNAME', user: 'USERNAME', password: 'PASSWORD', tls: 'TLS' }; // biome-ignore format: a table to read

const exportedBy = (module: Module, evaluator: Evaluator): Value => {
  const [definition] = module.names.exports.get('default') ?? [];
  const value = definition ? evaluator.definitionOf(definition, module.source.file) : unknown;
  return value.kind === 'function' ? evaluator.returnedBy(value.node) : value;
};

const at = (value: Value, path: readonly string[], evaluator: Evaluator): Value => path.reduce<Value>((inner, key) => partOf(inner, key, evaluator, null), value);
/** node-config's file of the names of variables. */
const isNames = (file: string): boolean => /^custom-environment-variables\./.test(basename(file));

const isFound = (value: Value): boolean => value.kind !== 'unknown' && value.kind !== 'nothing' && value.kind !== 'import';

/** Tells what the names of a framework's settings stand for: namespaces of NestJS, files of node-config, factories of settings. */
export function settingsOf(modules: readonly Module[], evaluator: () => Evaluator): (path: string) => Value {
  const known = new Map<string, Value>();
  let sources: { namespaces: Map<string, Node>; files: Module[] } | null = null;
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    if (known.size > 2_000) return unknown;
    known.set(path, unknown);
    sources ??= {
      namespaces: namespacesOf(modules),
      files: modules.filter(({ source: { file } }) => isSettingsPath(file) && variantOf(file) === null && !isNames(file)).slice(0, 40),
    };
    const keys = path.split('.').slice(0, 12);
    const namespace = sources.namespaces.get(keys[0] ?? '');
    let found: Value = unknown;
    if (namespace) {
      const value = evaluator().valueOf(namespace);
      found = at(value.kind === 'function' ? evaluator().returnedBy(value.node) : value, keys.slice(1), evaluator());
    } else {
      const all = sources.files.map((module) => at(exportedBy(module, evaluator()), keys, evaluator())).filter(isFound);
      if (all.length === 1 && all[0]) found = all[0];
      const names = modules.filter(({ source: { file } }) => isNames(file)).map((module) => at(exportedBy(module, evaluator()), keys, evaluator()));
      const [name] = names;
      if (name?.kind === 'text' && names.length === 1) found = { kind: 'choice', options: [{ kind: 'variable', name: name.text, at: name.at }, found] };
    }
    known.set(path, found);
    return found;
  };
}

/** `registerAs('redis', () => ({ … }))`; a name that is given twice is none. */
function namespacesOf(modules: readonly Module[]): Map<string, Node> {
  const found = new Map<string, Node>();
  const twice = new Set<string>();
  for (const { source } of modules) {
    if (!source.text.includes('registerAs')) continue;
    for (const node of source.nodes) {
      if (node.name !== 'CallExpression' || !node.children[0] || textOf(node.children[0]) !== 'registerAs') continue;
      const [name, value] = argumentsOf(node);
      if (!name || !value || bare(name).name !== 'String') continue;
      const text = stringOf(bare(name));
      if (found.has(text)) twice.add(text);
      found.set(text, value);
    }
  }
  for (const name of twice) found.delete(name);
  return found;
}

/** node-config's `custom-environment-variables`: names of variables in the places of the settings, with `default` to fall back to. */
export function tellCustomVariables(modules: readonly Module[], evaluator: Evaluator, collector: Collector): void {
  for (const module of modules) {
    const { file } = module.source;
    if (!isNames(file)) continue;
    const defaults = modules.find(({ source }) => dirname(source.file) === dirname(file) && /^default\./.test(basename(source.file)));
    const value = exportedBy(module, evaluator);
    if (value.kind === 'object') visit(value, [], defaults ? exportedBy(defaults, evaluator) : unknown, evaluator, collector);
  }
}

function visit(object: ObjectValue, path: readonly string[], defaults: Value, evaluator: Evaluator, collector: Collector): void {
  if (path.length > 8) return;
  const found: SettingValue[] = [];
  for (const [key, entry] of object.entries) {
    const value = entry.value();
    const here = [...path, key];
    if (value.kind === 'object' && !value.entries.has('__name')) visit(value, here, defaults, evaluator, collector);
    const name = value.kind === 'object' ? value.entries.get('__name')?.value() : value;
    if (name?.kind !== 'text' || !/^[A-Z][A-Z0-9_]+$/.test(name.text)) continue;
    const setting = meaningOfSetting(key)?.setting ?? (path.some((each) => /redis|valkey/i.test(each)) && Object.hasOwn(settings, key) ? settings[key] : undefined);
    if (setting === undefined || collector.isTold(name.at)) continue;
    found.push({ setting, value: { kind: 'choice', options: [{ kind: 'variable', name: name.text, at: name.at }, at(defaults, here, evaluator)] } });
  }
  collector.add(found, { library: null, use: null, hint: null });
}
