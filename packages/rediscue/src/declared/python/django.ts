import type { Use } from '../reading.ts';
import { useOf, wordsOf } from '../settings/index.ts';
import type { Evaluator } from './evaluator.ts';
import type { Source } from './source.ts';
import { mapParts, type Part, usesOf } from './uses.ts';
import { fixedText, none, type Of, readsIn, unknown, type Value } from './value.ts';

/** Tables of Django's settings and its neighbours' that tell of a Redis. */
const tables: Readonly<Record<string, (value: Value, source: Source, own: Evaluator) => Use[]>> = {
  CACHES: (value, source, own) => caches(value, source, own),
  CHANNEL_LAYERS: (value) => channelLayers(value),
  RQ_QUEUES: (value) => entries(value).flatMap(([, queue]) => connection(queue, 'QUEUE', 'rq')),
  CACHEOPS_REDIS: (value) => connection(value, 'CACHE', 'cacheops'),
  CONSTANCE_REDIS_CONNECTION: (value) => connection(value, 'CONSTANCE', 'constance'),
  SESSION_REDIS: (value) => connection(value, 'SESSION', 'django-redis-sessions'),
  Q_CLUSTER: (value) => inner(value, 'redis').flatMap((each) => connection(each, 'QUEUE', 'django-q')),
  HUEY: (value) => [...inner(value, 'connection').flatMap((each) => connection(each, 'QUEUE', 'huey')), ...connection(value, 'QUEUE', 'huey')],
  DRAMATIQ_BROKER: (value) => broker(value, 'QUEUE'),
  DRAMATIQ_RESULT_BACKEND: (value) => inner(value, 'BACKEND_OPTIONS').flatMap((each) => connection(each, 'RESULT', 'dramatiq')),
};

const configurations = /^(?:REDIS|VALKEY)(?:_(?:CONFIG|CONF|SETTINGS|OPTIONS|CONNECTION|PARAMS|CONN|SERVER|KWARGS|CONNECTION_KWARGS|CREDENTIALS))?$/i;

/** What a settings module declares in dictionaries. */
export function tableUses(source: Source, own: Evaluator): Use[] {
  return source.scopes
    .filter(({ kind }) => kind !== 'function')
    .flatMap((scope) =>
      [...scope.bindings.keys()].flatMap((name) => {
        const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
        if (!table && !configurations.test(name)) return [];
        const values = everyOf(own.lookup(name, { scope, frame: null }));
        return values.flatMap((value) => (table ? table(value, source, own) : value.kind === 'map' ? configuration(value) : []));
      }),
    );
}

/** Each value that a table may have where a condition decides. */
const everyOf = (value: Value): Value[] => (value.kind === 'either' || value.kind === 'first' ? value.values : [value]);

const entries = (value: Value): [string, Value][] => (value.kind === 'map' ? [...value.entries] : []);
const inner = (value: Value, key: string): Value[] => (value.kind === 'map' && value.entries.has(key) ? [value.entries.get(key) ?? none] : []);

/** A URL, or a dictionary of host, port and so on. */
function connection(value: Value, use: string | null, library: string | null): Use[] {
  if (value.kind === 'map') return usesOf({ parts: mapParts(value), use, library });
  return value.kind === 'text' || value.kind === 'read' || value.kind === 'row' || value.kind === 'first' ? usesOf({ parts: [{ setting: 'URL', value }], use, library }) : [];
}

/** `REDIS = {"host": …}`, or one such dictionary for each use: `REDIS = {"tasks": {…}, "caching": {…}}`. */
function configuration(value: Of<'map'>): Use[] {
  const own = connection(value, null, null);
  const others = entries(value).flatMap(([name, each]) => (each.kind === 'map' ? connection(each, useOf(wordsOf(name)) ?? null, null) : []));
  return [...own, ...others];
}

function broker(value: Value, use: string): Use[] {
  const name = inner(value, 'BROKER')[0];
  if (name?.kind !== 'text' || !/redis/i.test(name.text)) return [];
  return inner(value, 'OPTIONS').flatMap((each) => connection(each, use, 'dramatiq'));
}

function caches(value: Value, source: Source, own: Evaluator): Use[] {
  const at = { scope: source.scope, frame: null };
  const engine = source.scope.bindings.has('SESSION_ENGINE') ? (fixedText(own.lookup('SESSION_ENGINE', at)) ?? '') : '';
  const alias = source.scope.bindings.has('SESSION_CACHE_ALIAS') ? fixedText(own.lookup('SESSION_CACHE_ALIAS', at)) : 'default';
  const holdsSessions = /sessions\.backends\.cache/.test(engine);
  return entries(value).flatMap(([name, cache]) => {
    const use = name === 'default' || name === 'redis' ? 'CACHE' : (useOf(wordsOf(name)) ?? 'CACHE');
    const uses = cacheUses(cache, use);
    return holdsSessions && name === alias && use !== 'SESSION' ? [...uses, ...cacheUses(cache, 'SESSION')] : uses;
  });
}

function cacheUses(cache: Value, use: string): Use[] {
  // `env.cache("REDIS_URL")` says in its URL what kind of cache it is.
  if (cache.kind === 'read' || cache.kind === 'first') {
    const isRedis = readsIn(cache).some(({ name, otherwise }) => /redis|valkey/i.test(`${name} ${fixedText(otherwise) ?? ''}`));
    return usesOf({ parts: [{ setting: 'URL', value: cache }], use, library: 'django', isOpen: !isRedis });
  }
  if (cache.kind !== 'map') return [];
  const backend = everyOf(cache.entries.get('BACKEND') ?? unknown).map((each) => fixedText(each) ?? '').find((each) => /redis|valkey/i.test(each)); // biome-ignore format: one chain
  const location = cache.entries.get('LOCATION');
  if (backend === undefined || !location) return [];
  const options = cache.entries.get('OPTIONS') ?? none;
  const pool = inner(options, 'CONNECTION_POOL_KWARGS')[0] ?? none;
  const sentinels = inner(options, 'SENTINELS')[0];
  const beside = [...(options.kind === 'map' ? mapParts(options) : []), ...(pool.kind === 'map' ? mapParts(pool) : [])].filter(
    ({ setting }) => setting !== 'URL' && setting !== 'SENTINELS',
  );
  const library = /django_redis/.test(backend) ? 'django-redis' : 'django';
  if (sentinels) return usesOf({ parts: [{ setting: 'SENTINELS', value: sentinels }, ...sentinelName(location), ...beside], use, library }); // biome-ignore format: one call
  const [primary, ...replicas] = locations(location);
  if (!primary) return [];
  const uses = usesOf({ parts: [{ setting: 'URL', value: primary }, ...beside], use, library });
  return [...uses, ...replicas.slice(0, 1).flatMap((value) => usesOf({ parts: [{ setting: 'URL', value }], use: `${use}_REPLICA`, library }))];
}

/** The first is the primary; a text may name several. */
function locations(value: Value): Value[] {
  if (value.kind === 'list') return value.items;
  if (value.kind === 'text' && /[,;]\s*\w+:\/\//.test(value.text)) return value.text.split(/[,;]\s*/).map((text) => ({ ...value, text }));
  return [value];
}

/** With Sentinels the location's host is the name of the primary. */
function sentinelName(location: Value): Part[] {
  const [first] = locations(location);
  const name = first?.kind === 'text' ? /^[a-z]+:\/\/(?:[^@/]*@)?([^/:?]+)/i.exec(first.text)?.[1] : undefined;
  return name !== undefined && first?.kind === 'text' ? [{ setting: 'SENTINEL_NAME', value: { ...first, text: name } }] : [];
}

function channelLayers(value: Value): Use[] {
  return entries(value).flatMap(([, layer]) => {
    const backend = inner(layer, 'BACKEND')[0];
    if (backend?.kind !== 'text' || !/redis|valkey/i.test(backend.text)) return [];
    const hosts = inner(layer, 'CONFIG').flatMap((config) => inner(config, 'hosts'));
    return hosts.flatMap((each) => (each.kind === 'list' ? each.items : [each])).slice(0, 16).flatMap((host) => usesOf({ parts: channelHost(host), use: 'CHANNELS', library: 'channels_redis' })); // biome-ignore format: one chain
  });
}

function channelHost(host: Value): Part[] {
  if (host.kind === 'map') return host.entries.has('sentinels') ? sentinelParts(host) : mapParts(host);
  if (host.kind !== 'list') return [{ setting: 'URL', value: host }];
  const [name = unknown, port = none] = host.items;
  return [{ setting: 'HOST', value: name }, { setting: 'PORT', value: port }]; // biome-ignore format: one line
}

const sentinelParts = (host: Of<'map'>): Part[] => mapParts(host).filter(({ setting }) => setting !== 'HOST' && setting !== 'URL');
