import type { Evaluator } from './evaluator.ts';
import { type Named, namedSetting } from './named-settings.ts';
import type { Scope, Source } from './source.ts';
import { argumentsOf, childrenOf, stringText, textOf } from './syntax.ts';
import { fixedText, isNothing, readsIn, type Value } from './value.ts';

/** Objects that hold a program's settings. */
const holder = /(?:^|\.)(?:config|conf|settings|environ)$/;

/** `app.config["CACHE_REDIS_URL"] = …`, `app.conf.broker_url = …`, `self.redis_host = os.getenv(…)`. */
export function stored(source: Source, own: Evaluator): Named[] {
  return source.stores.flatMap(({ node, value: valueNode, scope }): Named[] => {
    const [owner, sign, property] = childrenOf(node);
    if (!owner || !property) return [];
    const name = sign?.name === '.' ? textOf(property, source.text) : property.name === 'String' ? stringText(property, source.text) : '';
    const setting = namedSetting(name);
    const isHolder = holder.test(textOf(owner, source.text).slice(-60));
    if (!setting || (setting.isOpen && !isHolder)) return [];
    const value = own.value(valueNode, { scope, frame: null });
    return isDeclared(value, isHolder) ? [{ name, setting, value }] : [];
  });
}

/** `app.conf.update(broker_url=…)`, `app.config.from_mapping({…})`, `Cache(app, config={…})`. */
export function updated(source: Source, own: Evaluator): Named[] {
  return source.calls.flatMap(({ node, scope }): Named[] => {
    const callee = node.firstChild ? textOf(node.firstChild, source.text).slice(-80) : '';
    const at = { scope, frame: null };
    const isUpdate = /(?:^|\.)(?:config|conf)\.(?:update|from_mapping)$/.test(callee);
    if (!isUpdate && !/^(?:\w+\.)*(?:Cache|Limiter|init_app)$/.test(callee)) return [];
    const { positional, named } = argumentsOf(node, source.text);
    const maps = [...(isUpdate ? positional : []), ...['config', 'config_options'].flatMap((key) => named.get(key) ?? [])].map((each) => own.value(each, at));
    const entries: [string, Value][] = [
      ...(isUpdate ? [...named].filter(([key]) => namedSetting(key)).map(([key, each]): [string, Value] => [key, own.value(each, at)]) : []),
      ...maps.flatMap((map) => (map.kind === 'map' ? [...map.entries] : [])),
    ];
    return entries.flatMap(([name, value]) => entryOf(name, value));
  });
}

function entryOf(name: string, value: Value): Named[] {
  const setting = namedSetting(name);
  return setting && isDeclared(value, true) ? [{ name, setting, value }] : [];
}

/** Constants that are dictionaries of settings: `CELERY = {"broker_url": …}`, `config = {"CACHE_REDIS_URL": …}`. */
export function constants(scope: Scope, own: Evaluator): Named[] {
  const { text } = scope.source;
  return [...scope.bindings].flatMap(([name, bindings]): Named[] => {
    const binding = bindings.at(-1);
    if (binding?.kind !== 'value' || binding.node.name !== 'DictionaryExpression' || binding.node.to - binding.node.from > 20_000) return [];
    if (!/redis|valkey|broker|result_backend/i.test(text.slice(binding.node.from, binding.node.to))) return [];
    const map = own.lookup(name, { scope, frame: null });
    return map.kind === 'map' ? [...map.entries].flatMap(([key, value]) => entryOf(key, value)) : [];
  });
}

/** Whether it is a setting, not the name of one, and not only named like one in passing. */
export function isDeclared(value: Value, isSetting: boolean): boolean {
  if (isNothing(value)) return false;
  const text = fixedText(value);
  if (text !== null && (!isSetting || (/^[A-Za-z]+(_[A-Za-z]+)+$/.test(text) && namedSetting(text) !== null))) return false;
  return isSetting || readsIn(value).length > 0;
}
