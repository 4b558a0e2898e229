import type { Place } from '../../facts/index.ts';
import type { Setting } from '../environment/names.ts';
import type { Use } from '../reading.ts';
import { meaningOf, meansOf, useOfVariable } from '../settings/index.ts';
import { isRedisScheme, spoken } from './addresses.ts';
import { type Way, waysOf } from './alternatives.ts';
import { urlParts } from './url-parts.ts';
import { type Of, readsIn, type Value } from './value.ts';

/** One part of a connection, as code gives it. */
export interface Part {
  setting: Setting;
  value: Value;
}

export interface Connection {
  parts: readonly Part[];
  /** Null: what the variables' names say. */
  use: string | null;
  /** The setting has a name of its own: of the variables' only those count that are called after Redis. */
  isNamed?: boolean;
  library: string | null;
  isOpen?: boolean;
}

/** Settings that say by themselves where a Redis is. */
const addresses = new Set<Setting>(['URL', 'HOST', 'SENTINELS', 'SENTINEL_NAME', 'CLUSTER_NODES']);

const readPlaces = new WeakMap<Use, Place>();

/** Where the code reads the variable of a use, wherever its fallback stands. */
export const readPlaceOf = (use: Use): Place => readPlaces.get(use) ?? use.place;

/** A use with what it says, before it is given its name. */
interface Said {
  setting: Setting;
  use: Use;
}

/**
 * The uses of one connection. Where its address is only known while it runs, fixed parts say nothing: a port alone would be taken
 * for one of this machine.
 */
export function usesOf({ parts, use, library, isNamed = false, isOpen = false }: Connection): Use[] {
  if (isOpen && parts.some(({ value }) => isForeign(value)))
    return usesOf({ parts: parts.filter(({ value }) => readsIn(value).some(({ name }) => /redis|valkey/i.test(name))), use, library, isNamed });
  const own = use ?? useOfParts(parts, isNamed);
  const said = parts.flatMap(({ setting, value }) => saidOf(setting, value, { use: own, library, isOpen, depth: 0 }));
  const hasAddress = said.some(({ setting }) => addresses.has(setting));
  return said.filter((each) => hasAddress || each.use.variable !== null).map((each) => each.use);
}

/** Another kind of server by a variable's name, or by an address that stands in its place. */
function isForeign(value: Value): boolean {
  const reads = readsIn(value);
  if (reads.some(({ name }) => /amqp|rabbit|sqs|kafka|postgres|mysql|mongo|database|memcache|^db_|pubsub_emulator/i.test(name))) return true;
  return waysOf(value).some((way) => {
    const text = way.kind === 'fixed' ? way.text : way.kind === 'parts' && way.value.kind === 'row' && way.value.parts[0]?.kind === 'text' ? way.value.parts[0].text : '';
    const scheme = /^([A-Za-z][\w+.-]*):\/\//.exec(text)?.[1];
    return scheme !== undefined && !isRedisScheme(scheme);
  });
}

/** What the variables of its address are called: all parts are one connection's. */
function useOfParts(parts: readonly Part[], isNamed: boolean): string | null {
  const names = parts.filter(({ setting }) => addresses.has(setting)).flatMap(({ value }) => readsIn(value).map(({ name, field }) => field ?? name));
  return names.map((name) => (isNamed ? (meaningOf(name)?.use ?? null) : useOfVariable(name))).find((use) => use !== null) ?? null;
}

interface Context {
  use: string | null;
  library: string | null;
  isOpen: boolean;
  depth: number;
}

function saidOf(setting: Setting, value: Value, context: Context): Said[] {
  if (context.depth > 4) return [];
  return waysOf(value).flatMap((way) => {
    if (way.kind === 'parts') return partsSaid(setting, way.value, { ...context, depth: context.depth + 1 });
    return way.kind === 'fixed' ? fixedSaid(setting, way, context) : variableSaid(setting, way, context);
  });
}

function fixedSaid(setting: Setting, { text, place }: Extract<Way, { kind: 'fixed' }>, { use, library, isOpen }: Context): Said[] {
  const own = text === '' ? null : spoken(setting, text, isOpen);
  return own ? [{ setting: own.setting, use: { variable: null, means: meansOf({ setting: own.setting, use }), fallback: own.text, place, library } }] : [];
}

function variableSaid(setting: Setting, way: Extract<Way, { kind: 'variable' }>, { use, library, isOpen }: Context): Said[] {
  const own = way.fallback ? spoken(setting, way.fallback.text, isOpen) : null;
  // What falls back to another kind of server is no Redis' unless its name says so.
  if (isOpen && way.fallback && own === null && !/redis|valkey/i.test(way.name)) return [];
  const said = own && own.text !== '' ? own.setting : setting;
  const means = meansOf({ setting: said, use });
  const made: Use = {
    variable: way.name,
    means,
    fallback: own?.text ?? null,
    place: (own ? way.fallback?.place : null) ?? way.place,
    library,
    ...(way.after ? { after: way.after } : {}),
  };
  readPlaces.set(made, way.place);
  return [{ setting: said, use: made }];
}

function partsSaid(setting: Setting, value: Of<'row' | 'list' | 'map' | 'made' | 'object'>, context: Context): Said[] {
  switch (value.kind) {
    case 'row':
      return setting === 'URL' || setting === 'HOST' ? rowSaid(value, context) : [];
    case 'list':
      return listSaid(setting, value, context);
    case 'map':
      return setting === 'URL' ? mapParts(value).flatMap((part) => saidOf(part.setting, part.value, context)) : [];
    default:
      return [];
  }
}

/** Host, port, login and database of a URL that is glued from several values. */
function rowSaid(row: Of<'row'>, context: Context): Said[] {
  const [first] = row.parts;
  const split = urlParts(row);
  if (!split) {
    // `f"{REDIS_URL}/1"`: another database of the same server.
    const database = row.parts.length === 2 && row.parts[1]?.kind === 'text' ? /^\/(\d+)$/.exec(row.parts[1].text)?.[1] : undefined;
    if (database === undefined || !first || !row.parts[1]) return [];
    const said = saidOf('URL', first, context);
    const digits: Value = { kind: 'text', text: database, place: row.parts[1].kind === 'text' ? row.parts[1].place : row.place };
    return said.length > 0 ? [...said.map((each) => withDatabase(each, database)), ...saidOf('DB', digits, context)] : [];
  }
  if (split.scheme !== null && !isRedisScheme(split.scheme)) return [];
  const uses = split.parts.flatMap((part) => saidOf(part.setting, part.value, { ...context, isOpen: false }));
  return uses.some(({ setting }) => setting === 'HOST' || setting === 'URL') ? uses : uses.filter(({ use }) => use.variable !== null);
}

function withFallback(use: Use, fallback: string | null): Use {
  const made = { ...use, fallback };
  readPlaces.set(made, readPlaceOf(use));
  return made;
}

const withDatabase = (said: Said, database: string): Said => {
  const { fallback } = said.use;
  const extended = fallback !== null && /^[a-z]+:\/\/[^/?#]*\/?$/i.test(fallback) ? `${fallback.replace(/\/$/, '')}/${database}` : fallback;
  return said.setting === 'URL' ? { ...said, use: withFallback(said.use, extended) } : said;
};

/** Nodes: `[("host", 26379), …]`, `[{"host": …, "port": …}]`, `["host:6379"]`. */
function listSaid(setting: Setting, list: Of<'list'>, context: Context): Said[] {
  const isList = setting === 'SENTINELS' || setting === 'CLUSTER_NODES';
  const [only] = list.items;
  if (list.items.length === 1 && only && !isList) return only.kind === 'list' ? [] : saidOf(setting, only, context);
  const nodes = list.items.map((item) => nodeOf(item));
  if (!isList) {
    const urls = list.items.flatMap((item) => (item.kind === 'text' ? [item] : []));
    return urls.slice(0, 1).flatMap((item) => saidOf(setting, item, context));
  }
  const texts = nodes.map((node) => node && (node.host.kind === 'text' ? `${node.host.text}${node.port.kind === 'text' ? `:${node.port.text}` : ''}` : null));
  if (texts.length > 0 && texts.every((text) => text !== null)) return [{ setting, use: { variable: null, means: meansOf({ setting, use: context.use }), fallback: texts.join(','), place: list.place, library: context.library } }]; // biome-ignore format: one row
  return nodes.flatMap((node) => {
    const port = node?.port.kind === 'text' ? node.port.text : node?.port.kind === 'read' && node.port.otherwise.kind === 'text' ? node.port.otherwise.text : null;
    return node ? saidOf(setting, node.host, context).map((said) => withPort(said, port)) : [];
  });
}

const withPort = (said: Said, port: string | null): Said =>
  said.use.fallback === null || said.use.fallback === '' || port === null || said.use.fallback.includes(':')
    ? said
    : { ...said, use: withFallback(said.use, `${said.use.fallback}:${port}`) };

function nodeOf(item: Value): { host: Value; port: Value } | null {
  if (item.kind === 'list') return item.items[0] ? { host: item.items[0], port: item.items[1] ?? { kind: 'none' } } : null;
  if (item.kind === 'map') return item.entries.get('host') ? { host: item.entries.get('host') ?? { kind: 'none' }, port: item.entries.get('port') ?? { kind: 'none' } } : null;
  return item.kind === 'text' || item.kind === 'read' || item.kind === 'first' ? { host: item, port: { kind: 'none' } } : null;
}

/** Keys of a dictionary that describes a connection. */
const keys: Readonly<Record<string, Setting>> = {
  host: 'HOST', hostname: 'HOST', port: 'PORT', db: 'DB', database: 'DB', username: 'USERNAME', user: 'USERNAME', password: 'PASSWORD', ssl: 'TLS', tls: 'TLS',
  url: 'URL', uri: 'URL', location: 'URL', address: 'URL', dsn: 'URL', redis_url: 'URL', enabled: 'ENABLED', sentinels: 'SENTINELS', startup_nodes: 'CLUSTER_NODES', service_name: 'SENTINEL_NAME', master_name: 'SENTINEL_NAME', unix_socket_path: 'URL',
}; // biome-ignore format: a list to read

/** The setting of a key in a dictionary, or an argument of a client, that describes a connection. */
export const settingOfKey = (key: string): Setting | null => (Object.hasOwn(keys, key.toLowerCase()) ? (keys[key.toLowerCase()] ?? null) : null);

export function mapParts(map: Of<'map'>): Part[] {
  return [...map.entries].flatMap(([key, value]) => {
    const setting = settingOfKey(key);
    if (setting === null) return [];
    return [{ setting, value: key.toLowerCase() === 'unix_socket_path' ? socketOf(value) : value }];
  });
}

/** A socket's path as the URL that says the same. */
export const socketOf = (value: Value): Value => (value.kind === 'text' && value.text.startsWith('/') ? { ...value, text: `unix://${value.text}` } : { kind: 'unknown' });
