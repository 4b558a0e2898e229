import { ConnectionReader, type Construction, isScalar, type SettingValue } from './connection.ts';
import type { Evaluator } from './evaluate.ts';
import { has, type Node } from './tree.ts';
import { chainsOf, type ObjectValue, type Value } from './value.ts';

/** How a library is given what it connects to. */
type Way =
  /** `(port, host, options)`, `(url, options)`, `(options)`. */
  | 'server'
  | 'cluster'
  /** Settings or a client in some argument. */
  | 'any'
  /** The same, under `connection` or `redis` of an argument; without it the server is on this machine. */
  | 'queue'
  /** A framework's module, with settings or a function that makes them. */
  | 'module';

interface Library {
  name: string;
  /** In capitals; null where it tells none. */
  use: string | null;
  ways: readonly [RegExp, Way][];
}

const client = (name: string, ways: Library['ways']): Library => ({ name, use: null, ways });
const any = (name: string, use: string | null, names = /./): Library => ({ name, use, ways: [[names, 'any']] });

const clusters = /(?:^|\.)(?:Cluster|createCluster|RedisCluster)$/;
const ioredis: Library['ways'] = [[clusters, 'cluster'], [/^(?:default|Redis|Valkey|IORedis|default\.Redis|default\.createClient|default\.default|createClient)$/, 'server']]; // biome-ignore format: a table to read
const nodeRedis: Library['ways'] = [[clusters, 'cluster'], [/(?:^|\.)createSentinel$/, 'any'], [/(?:^|\.)createClient(?:Pool)?$/, 'server']]; // biome-ignore format: a table to read
const queues: Library['ways'] = [[/^(?:default|default\.Queue|(?:default\.)?(?:Queue|Worker|QueueEvents|QueueScheduler|FlowProducer|QueuePro|WorkerPro|QueueGetters|JobScheduler|QueueEventsProducer))$/, 'queue'], [/createQueue$/, 'queue']]; // biome-ignore format: a table to read
const modules: Library['ways'] = [[/\.(?:forRoot|forRootAsync|register|registerAsync|registerQueue|registerQueueAsync|forFeature|forFeatureAsync)$/, 'module'], [/./, 'any']]; // biome-ignore format: a table to read

/** The first that fits a package's name. */
const libraries: readonly [RegExp, Library][] = [
  [/^ioredis$/, client('ioredis', ioredis)],
  [/^iovalkey$/, client('iovalkey', ioredis)],
  [/^(?:redis|@redis\/client|@node-redis\/client|async-redis|handy-redis|then-redis|node-valkey|valkey)$/, client('node-redis', nodeRedis)],
  [/^@valkey\/valkey-glide$/, client('valkey-glide', [[/^(?:default\.)?GlideC\w*\.createClient$/, 'any']])],
  [/^bun$/, client('bun', [[/^(?:default\.)?RedisClient$/, 'server']])],
  [/^(?:deno:redis|@db\/redis)$/, client('deno-redis', [[/^(?:default\.)?connect$/, 'any']])],
  [/^(?:bullmq|@taskforcesh\/bullmq-pro)$/, { name: 'bullmq', use: 'QUEUE', ways: queues }],
  [/^bull$/, { name: 'bull', use: 'QUEUE', ways: queues }],
  [/^(?:bee-queue|kue)$/, { name: 'bee-queue', use: 'QUEUE', ways: queues }],
  [/^@nestjs\/bull$/, { name: 'bull', use: 'QUEUE', ways: modules.slice(0, 1) }],
  [/^@nestjs\/bullmq$/, { name: 'bullmq', use: 'QUEUE', ways: modules.slice(0, 1) }],
  [/^(?:node-resque|rsmq)$/, any('node-resque', 'QUEUE', /(?:^|\.)(?:default|Queue|Worker|Scheduler|MultiWorker|RedisSMQ)$/)],
  [/^(?:connect-redis|koa-redis|koa-session-redis|connect-ioredis)$/, any('connect-redis', 'SESSION')],
  [/^(?:rate-limit-redis|rate-limiter-flexible|@nest-lab\/throttler-storage-redis|nestjs-throttler-storage-redis)$/, any('rate-limit-redis', 'RATE_LIMIT', /Redis|default/)],
  [/^@keyv\/(?:redis|valkey)$/, any('keyv', 'CACHE')],
  [/^keyv$/, any('keyv', 'CACHE', /^(?:default|Keyv|default\.Keyv)$/)],
  [/^(?:cache-manager-(?:io)?redis.*|cache-manager-redis-.*|@tirke\/node-cache-manager-ioredis|@node-cache-manager\/redis.*)$/, any('cache-manager', 'CACHE', /^(?!RedisStore$)/)],
  [/^(?:cache-manager)$/, any('cache-manager', 'CACHE', /caching/i)],
  [/^@nestjs\/(?:common|cache-manager)$/, { name: 'cache-manager', use: 'CACHE', ways: [[/CacheModule\.(?:register|registerAsync)$/, 'module']] }],
  [/^(?:apollo-server-cache-redis|@type-cacheable\/\w*redis-adapter)$/, any('apollo-cache', 'CACHE')],
  [/^(?:@socket\.io\/redis-(?:streams-)?(?:adapter|emitter)|socket\.io-(?:redis|emitter))$/, any('socket.io', 'PUBSUB')],
  [/^(?:graphql-redis-subscriptions|node-redis-pubsub)$/, any('graphql-subscriptions', 'PUBSUB')],
  [/^(?:redlock|@sesamecare-oss\/redlock)$/, any('redlock', 'LOCK', /^(?:default|Redlock|default\.default)$/)],
  [/^(?:@fastify\/redis|fastify-redis)$/, any('fastify-redis', null)],
  [/^unstorage\/drivers\/redis$/, any('unstorage', null)],
  [/^(?:@[\w-]+\/)?(?:nestjs?-(?:io)?redis|nestjs-modules|ioredis)(?:\/.*)?$/, { name: 'nestjs-redis', use: null, ways: modules }],
];

/** Packages of that name that connect to no server of the application's own: web services, stand-ins for tests, tools. */
const foreign = /upstash|vercel|mock|memory-server|testcontainers|redis-(?:info|commands|parser|errors|commander)|ioredis-mock|@types\/|fake|opentelemetry|instrumentation|^node:/i;

/** The library that a package is; null for none that is known or that speaks of Redis. */
export function libraryNamed(from: string): Library | null {
  if (foreign.test(from)) return null;
  for (const [pattern, library] of libraries) if (pattern.test(from)) return library;
  return null;
}

/** What a function or class of a library makes; null when it is none that connects. */
export function constructed({ from, name }: Extract<Value, { kind: 'import' }>, isNew: boolean, args: readonly Node[], at: Node, evaluator: Evaluator): Value | null {
  const library = libraryNamed(from);
  const wanted = name === '*' ? 'default' : name.replace(/^default\.default(?=\.|$)/, 'default');
  const way = library?.ways.find(([names]) => names.test(wanted))?.[1] ?? library?.ways.find(([names]) => names.test(wanted.replace(/^default\./, '')))?.[1];
  if (!library || way === undefined) return null;
  const values = args.map((argument) => evaluator.valueOf(argument));
  const isHandOn = !isNew && library.name === 'connect-redis' && !values.some(({ kind }) => kind === 'object' || kind === 'connection');
  // `connectRedis(session)` gives the class.
  if (isHandOn) return { kind: 'import', from, name };
  if (library.name === 'ioredis' && !isNew && way === 'server' && !/createClient$/.test(wanted)) return null;
  const reader = new ConnectionReader(evaluator);
  const hasSpread = at.children.some((child) => child.name === 'ArgList' && has(child, 'Spread'));
  let settings = hasSpread ? [] : readWay(way, values, reader);
  if (/^(?:cache-manager$|@nestjs\/)/.test(from) && library.use === 'CACHE' && !isForRedis(values, evaluator)) settings = [];
  if (library.name === 'keyv' && from === 'keyv') settings = settings.filter(({ setting, value }) => setting !== 'URL' || speaksOfRedis(value) || reader.clients.size > 0);
  // Without any setting these connect to the server on their own machine.
  const isBare =
    settings.length === 0 &&
    reader.clients.size === 0 &&
    !hasSpread &&
    (way === 'server' || way === 'queue') &&
    (isNew || /createClient$/.test(wanted)) &&
    namesNoServer(values, way);
  const hasNoHost =
    settings.length > 0 && way === 'server' && values.length === 1 && values[0]?.kind === 'object' && !values[0].open && !settings.some(({ setting }) => places.has(setting));
  if ((isBare || hasNoHost) && (!hasNoHost || !hasPlaceKey(values[0] as ObjectValue)))
    settings = [...settings, { setting: 'HOST', value: { kind: 'text', text: 'localhost', at } }];
  const construction: Construction = { library: library.name, use: library.use, settings, clients: reader.clients };
  return { kind: 'connection', construction, at };
}

const places = new Set(['URL', 'HOST', 'SENTINELS', 'CLUSTER_NODES']);

const hasPlaceKey = (object: ObjectValue): boolean =>
  [...object.entries.keys()].some((key) => /^(?:url|uri|host|hostname|path|sentinels|socket|unix_socket|redis|connection|client)$/.test(key));

/** Whether nothing in the arguments could name a server. */
function namesNoServer(values: readonly Value[], way: Way): boolean {
  if (way === 'server') return values.length === 0 || (values.length === 1 && values[0]?.kind === 'object' && !values[0].open && !hasPlaceKey(values[0]));
  return (
    values
      .slice(1)
      .every(
        (value) => value.kind === 'function' || value.kind === 'text' || (value.kind === 'object' && !value.open && !hasPlaceKey(value) && !value.entries.has('createClient')),
      ) && values[0]?.kind === 'text'
  );
}

function readWay(way: Way, values: readonly Value[], reader: ConnectionReader): SettingValue[] {
  if (way === 'server') return ofServer(values, reader);
  if (way === 'cluster') {
    const [first, second] = values;
    const found = first?.kind === 'list' || (first && isScalar(first)) ? reader.list(first, 'CLUSTER_NODES') : first ? reader.read(first) : [];
    return join(found, second && !isScalar(second) ? reader.read(second) : []);
  }
  if (way === 'queue') return ofQueue(values, reader);
  if (way === 'module') {
    const object = values.findLast(({ kind }) => kind === 'object');
    const factory = object?.kind === 'object' ? object.entries.get('useFactory')?.value() : undefined;
    return factory ? reader.read(factory) : object ? reader.read(object) : [];
  }
  const found = values.map((value) => (value.kind === 'list' ? value.items.slice(0, 1) : [value]).flatMap((each) => reader.read(each)));
  const [first = [], ...rest] = found.filter(({ length }) => length > 0);
  return rest.reduce(join, first);
}

/** What the first names, with what only the second does. */
const join = (first: SettingValue[], second: SettingValue[]): SettingValue[] => [...first, ...second.filter(({ setting }) => !first.some((each) => each.setting === setting))];

function ofServer(values: readonly Value[], reader: ConnectionReader): SettingValue[] {
  const [first, second, third] = values;
  if (!first) return [];
  const isPort = isScalar(first) && (isNumber(first) || (second !== undefined && isScalar(second)));
  if (!isPort) return join(reader.read(first), second && !isScalar(second) ? reader.read(second) : []);
  const found: SettingValue[] = [{ setting: 'PORT', value: first }];
  const host = second && isScalar(second) ? second : null;
  if (host) found.push({ setting: 'HOST', value: host });
  const options = host ? third : second;
  return join(found, options && !isScalar(options) ? reader.read(options) : []);
}

const isNumber = (value: Value): boolean => {
  const chains = chainsOf(value);
  return (
    chains.length > 0 &&
    chains.every(({ variables, fixed }) => (fixed !== null && /^\d+$/.test(fixed.text)) || (fixed === null && variables.every(({ name }) => /PORT$/.test(name))))
  );
};

function ofQueue(values: readonly Value[], reader: ConnectionReader): SettingValue[] {
  for (const value of values.slice(values.length > 1 ? 1 : 0)) {
    if (isScalar(value) && value.kind !== 'text' ? true : value.kind === 'text' && /^(?:redis|valkey)s?:/.test(value.text))
      return join(reader.read(value), values[2] && !isScalar(values[2]) ? reader.read(values[2]) : []);
    if (value.kind !== 'object') continue;
    for (const key of ['connection', 'redis', 'createClient']) {
      const entry = value.entries.get(key);
      const found = entry ? reader.read(entry.value()) : [];
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** Stores for caches are many: only those that a Redis library makes count. */
function isForRedis(values: readonly Value[], evaluator: Evaluator): boolean {
  const isRedis = (value: Value): boolean =>
    value.kind === 'connection' || (value.kind === 'import' && /redis|valkey/i.test(`${value.from} ${value.name}`)) || (value.kind === 'text' && /redis/.test(value.text));
  const isStore = (value: Value): boolean => {
    if (value.kind === 'function') return isStore(evaluator.returnedBy(value.node));
    if (value.kind !== 'object') return isRedis(value);
    const factory = value.entries.get('useFactory')?.value();
    if (factory) return isStore(factory);
    const store = value.entries.get('store')?.value() ?? value.entries.get('stores')?.value();
    return store ? (store.kind === 'list' ? store.items.some(isRedis) : isRedis(store)) : false;
  };
  return values.some(isStore);
}

const speaksOfRedis = (value: Value): boolean =>
  chainsOf(value).some(({ variables, fixed }) => /^(?:redis|valkey)s?:/.test(fixed?.text ?? '') || variables.some(({ name }) => /REDIS|VALKEY/.test(name)));
