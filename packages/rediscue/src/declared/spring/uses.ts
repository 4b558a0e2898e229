import type { Setting } from '../environment/names.ts';
import type { Use } from '../reading.ts';
import { type ClientPart, meansOf, textValue, usesOfClient, usesOfSetting, type Value, variableValue } from '../settings/index.ts';
import { itemsAt, lookupIn, type Property } from './application.ts';
import { canonical, type KeyMeaning, meaningOfKey } from './keys.ts';
import { valueIn, variableOfKey } from './placeholders.ts';

/** The uses that the given keys declare; what they refer to is looked up among all `properties`. */
export function usesOfProperties(properties: ReadonlyMap<string, Property>, keys: Iterable<string>): Use[] {
  const clients = new Map<string, { meaning: KeyMeaning; parts: ClientPart[] }>();
  const seen = new Set<string>();
  const lookup = lookupIn(properties);
  for (const key of keys) {
    const property = properties.get(key);
    const plain = key.replace(/\[\d+\]$/, '');
    if (!property || seen.has(plain)) continue;
    seen.add(plain);
    const spelled = property.key.replace(/\[\d+\]$/, '');
    const meaning = meaningOfKey(plain, spelled);
    if (!meaning) continue;
    const isList = plain !== key;
    const value = isList ? listValue(itemsAt(properties, plain), lookup) : valueIn(property.value, property.place, lookup);
    const id = `${meaning.library} ${meaning.use} ${isLegacy(key)}`;
    const client = clients.get(id) ?? { meaning, parts: [] };
    clients.set(id, client);
    client.parts.push({ setting: settingOf(meaning.setting, plain, properties), value: withVariable(variableOf(spelled, meaning), property, value) });
  }
  return [...clients.values()].flatMap(({ meaning, parts }) => usesOfParts(meaning, parts));
}

/** Settings of one framework lead to one client, also where only a port or a password is written: the host is then this machine. */
function usesOfParts({ use, library }: KeyMeaning, parts: readonly ClientPart[]): Use[] {
  const isTls = parts.filter(({ setting }) => setting === 'TLS');
  return parts.flatMap((part) =>
    part.setting === 'URL'
      ? usesOfClient({ parts: [part, ...isTls], use, library }).filter(({ means }) => !means.endsWith('_TLS'))
      : usesOfSetting({ setting: part.setting, use }, part.value, library),
  );
}

const isLegacy = (key: string): boolean => key.startsWith('spring.redis.');

/** Quarkus lists its hosts for every kind of server under one name. */
function settingOf(setting: Setting, key: string, properties: ReadonlyMap<string, Property>): Setting {
  if (setting !== 'URL' || !key.startsWith('quarkus.')) return setting;
  const kind = properties.get(key.replace(/hosts$/, 'clienttype'))?.value.toLowerCase();
  return kind === 'sentinel' ? 'SENTINELS' : kind === 'cluster' ? 'CLUSTER_NODES' : setting;
}

const variableOf = (spelled: string, { library }: KeyMeaning): string =>
  variableOfKey(spelled.replace(/([a-z0-9])([A-Z])/g, '$1-$2'), library === 'quarkus' || !canonical(spelled).startsWith('spring.') ? '_' : '');

function withVariable(name: string, { place }: Property, value: Value): Value {
  if (value.kind === 'variable' && value.name === name) return value;
  return variableValue(name, place, value);
}

function listValue(items: readonly Property[], lookup: ReturnType<typeof lookupIn>): Value {
  const values = items.map(({ value, place }) => valueIn(value, place, lookup));
  const [first] = items;
  const texts = values.flatMap((value) => (value.kind === 'text' ? [value.text] : []));
  if (first && texts.length === values.length) return textValue(texts.join(','), first.place);
  return first ? { kind: 'list', items: values, place: first.place } : { kind: 'none' };
}

const addressed = ['URL', 'HOST', 'SENTINELS', 'CLUSTER_NODES'] as const;

/** Whether any of the uses tells where the application's one Redis is. */
export const hasAddress = (uses: readonly Use[]): boolean => addressed.some((setting) => uses.some(({ means }) => means === meansOf({ setting, use: null })));

/** Spring's own address where Redis is switched on and none is written. */
export function impliedUses(properties: ReadonlyMap<string, Property>): Use[] {
  const on = ['spring.cache.type', 'spring.session.storetype'].flatMap((key) => properties.get(key) ?? []).find(({ value }) => value.trim().toLowerCase() === 'redis');
  // Settings may come from a server for them.
  if (!on || [...properties.keys()].some((key) => /^spring\.(config\.import|cloud\.(config|consul|vault|nacos|kubernetes)\.)/.test(key))) return [];
  const use = (variable: string, fallback: string | null): Use => ({ variable, means: 'REDIS_HOST', fallback, place: on.place, library: 'spring' });
  return [use('SPRING_DATA_REDIS_HOST', null), use('SPRING_REDIS_HOST', 'localhost')];
}
