import type { Use } from '../reading.ts';
import { useOfVariable, wordsOf } from '../settings/index.ts';
import type { Evaluator } from './evaluator.ts';
import { isSettingsFile } from './glance.ts';
import { isTestClass, type Named, type NamedSetting, namedSetting } from './named-settings.ts';
import { isSettingsClass } from './settings-class.ts';
import type { Binding, Scope, Source } from './source.ts';
import { constants, isDeclared, stored, updated } from './stored.ts';
import { argumentsOf, textOf } from './syntax.ts';
import { usesOf } from './uses.ts';
import type { Of, Value } from './value.ts';

/** Settings of a file that are called after Redis: constants, fields of settings classes, keys of a framework's configuration. */
export function namedUses(source: Source, own: Evaluator): Use[] {
  const scopes = source.scopes.filter(({ kind }) => kind !== 'function');
  return [
    ...scopes.flatMap((scope) => [...grouped(ofScope(scope, own), libraryOf(scope, own)), ...grouped(constants(scope, own), null)]),
    ...grouped(stored(source, own), null),
    ...grouped(updated(source, own), null),
  ];
}

const libraryOf = (scope: Scope, own: Evaluator): string | null => (scope.kind === 'class' && isSettingsClass(scope, own) ? 'pydantic' : null);

/** What belongs to one connection is judged together. */
function grouped(named: readonly Named[], library: string | null): Use[] {
  const groups = new Map<string, Named[]>();
  for (const each of named) {
    const key = `${each.setting.use} ${each.setting.isOpen}`;
    const known = groups.get(key);
    if (known) known.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const switches = group.filter(({ setting }) => setting.setting === 'ENABLED');
    const { use, isOpen } = first.setting;
    const said = (list: readonly Named[]) =>
      usesOf({ parts: list.map(({ setting, value }) => ({ setting: setting.setting, value })), use, library: first.setting.library ?? library, isOpen, isNamed: true });
    return [...said(group.filter((each) => !switches.includes(each))), ...switches.flatMap((each) => switchUses(each, library))];
  });
}

/** A switch counts by itself, without an address beside it. */
function switchUses({ setting, value }: Named, library: string | null): Use[] {
  const read = usesOf({ parts: [{ setting: 'ENABLED', value }], use: setting.use, library, isNamed: true });
  if (read.length > 0 || value.kind !== 'text' || !/^(true|false)$/.test(value.text)) return read;
  return [{ variable: null, means: setting.use === null ? 'REDIS_ENABLED' : `REDIS_${setting.use}_ENABLED`, fallback: value.text, place: value.place, library }];
}

function ofScope(scope: Scope, own: Evaluator): Named[] {
  if (scope.kind === 'class' && isTestClass(scope.name)) return [];
  const at = { scope, frame: null };
  const isSettings = scope.kind === 'class' && isSettingsClass(scope, own);
  const context = scope.kind === 'class' ? contextOf(scope, isSettings) : null;
  const isCelery = scope.kind === 'module' && /celery/i.test(scope.source.file);
  return [...scope.bindings].flatMap(([name, bindings]): Named[] => {
    const isTyped = bindings.some((binding) => (binding.kind === 'value' && binding.type !== null) || binding.kind === 'declared');
    const isOpenName = /^(broker_url|result_backend)$/.test(name) && !isCelery && scope.kind === 'module';
    if (!bindings.some(({ kind }) => kind === 'value' || kind === 'declared') || isOpenName) return [];
    const direct = namedSetting(name) ?? (isSettings ? typedSetting(name, bindings, scope.source.text) : null);
    const setting = direct ?? (context !== null && (isTyped || isSettings) ? within(context, name) : null);
    const isNested = isSettings && !setting;
    if (!setting && !isNested) return [];
    const value = scope.kind === 'class' ? own.attribute({ kind: 'object', scope, made: null }, name) : own.lookup(name, at);
    if (!setting) return value.kind === 'object' && value.prefix !== undefined ? nestedFields(value, name, own) : byVariable(name, value);
    return isDeclared(value, scope.kind === 'class' || isSettingsFile(scope.source.file) || /^_*[A-Z]/.test(name)) ? [{ name, setting, value }] : [];
  });
}

/** A field whose variable, by a prefix or an alias, is called after Redis. */
function byVariable(name: string, value: Value): Named[] {
  if (value.kind !== 'read') return [];
  const setting = namedSetting(value.name);
  return setting ? [{ name, setting, value }] : [];
}

/** Fields of a class that a settings class holds: `REDIS__HOST`. */
function nestedFields(holder: Of<'object'>, name: string, own: Evaluator, depth = 0): Named[] {
  return [...holder.scope.bindings.keys()].slice(0, 100).flatMap((key): Named[] => {
    const value = own.attribute(holder, key);
    if (value.kind === 'object' && value.prefix !== undefined) return depth < 4 ? nestedFields(value, `${name}_${key}`, own, depth + 1) : [];
    const setting = value.kind === 'read' ? (namedSetting(value.name) ?? namedSetting(`${name}_${key}`)) : null;
    return setting ? [{ name: key, setting, value }] : [];
  });
}

/** What a class says of its fields by its own name, where it is one of settings: `RedisSettings.host`. */
function contextOf(scope: Scope, isSettings: boolean): string | null {
  if (!/redis|valkey/i.test(scope.name)) return null;
  const isRecord = scope.decorators.some((each) => /dataclass|define|attr/.test(textOf(each, scope.source.text)));
  const isModel = argumentsOf(scope.node, scope.source.text).positional.some((node) =>
    /(^|\.)(BaseModel|NamedTuple|BaseConfig\w*|\w*Settings|\w*Config)$/.test(textOf(node, scope.source.text)),
  );
  return isSettings || ((isRecord || isModel) && /(?:Config|Configuration|Settings|Options|Conf|Params|Parameters)$/i.test(scope.name)) ? scope.name : null;
}

function within(context: string, name: string): NamedSetting | null {
  if (/^[A-Z_]*(PREFIX|TTL)/i.test(name)) return null;
  const words = wordsOf(context);
  return namedSetting([...words, ...wordsOf(name)].join('_'));
}

/** `cache_dsn: RedisDsn`. */
function typedSetting(name: string, bindings: readonly Binding[], text: string): NamedSetting | null {
  const types = bindings.flatMap((binding) => ((binding.kind === 'value' || binding.kind === 'declared') && binding.type ? [textOf(binding.type, text)] : []));
  const isDsn = types.some((type) => /^(?:\w+\.)?(?:Optional\[)?(?:\w+\.)?(?:Redis|Valkey)Dsn\b/.test(type));
  return isDsn ? { setting: 'URL', use: useOfVariable(name), library: null, isOpen: false } : null;
}
