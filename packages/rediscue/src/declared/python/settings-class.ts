import type { SyntaxNode } from '@lezer/common';
import type { Evaluator } from './evaluator.ts';
import { returned } from './frames.ts';
import { namedSetting } from './named-settings.ts';
import type { Binding, Scope } from './source.ts';
import { type Arguments, argumentsOf, childrenOf, textOf } from './syntax.ts';
import { fixedText, none, type Of, unknown, type Value } from './value.ts';

/** How a pydantic settings class names its variables. */
interface SettingsOptions {
  prefix: string;
  /** Between the names of a field and of a field inside it; null: those inside have no variables. */
  delimiter: string | null;
  isCaseSensitive: boolean;
  /** Env files that it reads itself. */
  envFiles: Of<'text'>[];
}

const bases = new WeakMap<Scope, Value[]>();

function basesOf(scope: Scope, own: Evaluator): Value[] {
  const known = bases.get(scope);
  if (known) return known;
  bases.set(scope, []);
  const { positional } = argumentsOf(scope.node, scope.source.text);
  const values = positional.slice(0, 8).map((node) => own.value(node, { scope: scope.parent ?? scope, frame: null }));
  bases.set(scope, values);
  return values;
}

/** The project's own classes that a class derives from. */
export const classBases = (scope: Scope, own: Evaluator): Scope[] => basesOf(scope, own).flatMap((value) => (value.kind === 'class' && value.scope !== scope ? [value.scope] : []));

/** A class, then what it derives from. */
function lineage(scope: Scope, own: Evaluator): Scope[] {
  const found = new Set([scope]);
  for (const each of found) for (const base of found.size < 16 ? classBases(each, own) : []) found.add(base);
  return [...found];
}

/** Derives from pydantic's `BaseSettings`, of either version. */
export const isSettingsClass = (scope: Scope, own: Evaluator): boolean =>
  scope.kind === 'class' && lineage(scope, own).some((each) => basesOf(each, own).some((base) => base.kind === 'foreign' && /(^|\.)BaseSettings$/.test(base.name)));

export function settingsOptions(scope: Scope, own: Evaluator): SettingsOptions {
  const all = lineage(scope, own).flatMap((each) => optionMaps(each, own));
  const option = (name: string) => all.map((entries) => entries(name)).find((value) => value !== null) ?? null;
  const file = option('env_file');
  const files = file?.kind === 'list' ? file.items : file ? [file] : [];
  return {
    prefix: (option('env_prefix') && fixedText(option('env_prefix') ?? unknown)) ?? '',
    delimiter: fixedText(option('env_nested_delimiter') ?? unknown),
    isCaseSensitive: fixedText(option('case_sensitive') ?? unknown) === 'true',
    envFiles: files.flatMap((each) => (each.kind === 'text' && each.text !== '' ? [each] : [])),
  };
}

/** `model_config = SettingsConfigDict(…)` or a dictionary, `class Config:`, and arguments of the class. */
function optionMaps(scope: Scope, own: Evaluator): ((name: string) => Value | null)[] {
  const at = { scope, frame: null };
  const { text } = scope.source;
  const classArguments = argumentsOf(scope.node, text).named;
  const maps = [(name: string) => valueFor(classArguments.get(name), { scope: scope.parent ?? scope, frame: null }, own)];
  for (const binding of scope.bindings.get('model_config') ?? []) {
    if (binding.kind !== 'value') continue;
    if (binding.node.name === 'CallExpression') {
      const { named } = argumentsOf(binding.node, text);
      maps.push((name) => valueFor(named.get(name), at, own));
      continue;
    }
    const value = own.value(binding.node, at);
    if (value.kind === 'map') maps.push((name) => value.entries.get(name) ?? null);
  }
  for (const binding of scope.bindings.get('Config') ?? []) {
    if (binding.kind !== 'scope') continue;
    const inner = { scope: binding.scope, frame: null };
    maps.push((name) => (binding.scope.bindings.has(name) ? own.lookup(name, inner) : null));
  }
  return maps;
}

const valueFor = (node: SyntaxNode | undefined, at: Parameters<Evaluator['value']>[1], own: Evaluator): Value | null => (node ? own.value(node, at) : null);

/** What a field of a settings class stands for; null: the class is none, or has no such field. `prefix`: of settings that hold it. */
export function fieldOf(scope: Scope, name: string, prefix: string | null, own: Evaluator): Value | null {
  if (prefix === null && !isSettingsClass(scope, own)) return null;
  const binding = scope.bindings.get(name)?.at(-1);
  if (!binding || (binding.kind !== 'value' && binding.kind !== 'declared') || /^(_|model_config$)/.test(name)) return null;
  const at = { scope, frame: null };
  const { text } = scope.source;
  if (binding.type && /^(?:typing\.)?ClassVar\b/.test(textOf(binding.type, text))) return null;
  const options = settingsOptions(scope, own);
  const field = fieldCall(binding, text);
  const value = binding.kind === 'declared' ? none : field?.isDefault ? defaultOf(field.given, at, own) : own.value(binding.node, at);
  const target = binding.kind === 'declared' ? binding.node : (binding.node.parent?.firstChild ?? binding.node);
  const held = classOfType(binding, at, own);
  const aliases = field ? aliasesOf(field.given, at, own) : [];
  const spelled = (variable: string) => (options.isCaseSensitive ? variable : variable.toUpperCase());
  const names = aliases.length > 0 ? aliases.map(spelled) : [...(legacyNames(scope, name, own) ?? [spelled((prefix ?? options.prefix) + name)])];
  if (held) {
    if (isSettingsClass(held, own)) return { kind: 'object', scope: held, made: null };
    const delimiter = prefix === null ? options.delimiter : (/[^A-Za-z0-9]+$/.exec(prefix)?.[0] ?? null);
    return { kind: 'object', scope: held, made: null, ...(delimiter === null ? {} : { prefix: `${names[0]}${delimiter}` }) };
  }
  const place = own.place(target, at);
  // A prefix is the application's own name, which says nothing of the use.
  const isPrefixed = prefix === null && aliases.length === 0 && options.prefix !== '' && namedSetting(name) !== null;
  // A default that asks the environment for the same variable says no more than the field itself.
  const start = value.kind === 'read' && names.includes(value.name) ? value.otherwise : value.kind === 'unknown' ? none : value;
  return names.slice(0, 8).reduceRight<Value>((otherwise, variable) => ({ kind: 'read', name: variable, otherwise, place, ...(isPrefixed ? { field: name } : {}) }), start);
}

/** Version 1: `class Config: fields = {"redis_dsn": {"env": ["CACHE_URL", "REDIS_URL"]}}`. */
function legacyNames(scope: Scope, name: string, own: Evaluator): string[] | null {
  for (const maps of optionMaps(scope, own)) {
    const fields = maps('fields');
    const entry = fields?.kind === 'map' ? fields.entries.get(name) : undefined;
    const names = entry?.kind === 'map' ? textsOf(entry.entries.get('env') ?? unknown) : [];
    if (names.length > 0) return names.map((each) => each.toUpperCase());
  }
  return null;
}

const textsOf = (value: Value): string[] => (value.kind === 'list' ? value.items : [value]).flatMap((each) => fixedText(each) ?? []);

/** `Field(…)` as value, or inside `Annotated[…]`. */
function fieldCall(binding: Binding, text: string): { given: Arguments; isDefault: boolean } | null {
  const isField = (node: SyntaxNode) => node.name === 'CallExpression' && /(^|\.)Field$/.test(node.firstChild ? textOf(node.firstChild, text) : '');
  if (binding.kind === 'value' && isField(binding.node)) return { given: argumentsOf(binding.node, text), isDefault: true };
  const type = binding.kind === 'value' || binding.kind === 'declared' ? binding.type : null;
  const inner = type?.name === 'MemberExpression' ? childrenOf(type).find(isField) : undefined;
  return inner ? { given: argumentsOf(inner, text), isDefault: false } : null;
}

function defaultOf({ positional, named }: Arguments, at: Parameters<Evaluator['value']>[1], own: Evaluator): Value {
  const node = named.get('default') ?? positional[0];
  if (node) return own.value(node, at);
  const factory = named.get('default_factory');
  const made = factory ? own.value(factory, at) : none;
  return made.kind === 'function' ? returned(made.scope, made.self, own) : none;
}

function aliasesOf({ named }: Arguments, at: Parameters<Evaluator['value']>[1], own: Evaluator): string[] {
  for (const key of ['validation_alias', 'env', 'alias']) {
    const node = named.get(key);
    if (!node) continue;
    if (node.name === 'CallExpression') return argumentsOf(node, at.scope.source.text).positional.flatMap((each) => fixedText(own.value(each, at)) ?? []);
    const texts = textsOf(own.value(node, at));
    if (texts.length > 0) return texts;
  }
  return [];
}

/** The project's class that a field holds an instance of. */
function classOfType(binding: Binding, at: Parameters<Evaluator['value']>[1], own: Evaluator): Scope | null {
  const type = binding.kind === 'value' || binding.kind === 'declared' ? binding.type : null;
  if (type?.name !== 'VariableName' && type?.name !== 'MemberExpression') return null;
  const value = own.value(type, at);
  return value.kind === 'class' && value.scope.bindings.size > 0 && !isEnumeration(value.scope, own) ? value.scope : null;
}

const isEnumeration = (scope: Scope, own: Evaluator): boolean => basesOf(scope, own).some((base) => base.kind === 'foreign' && /(^|\.)\w*Enum$/.test(base.name));
