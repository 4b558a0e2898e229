import type { ClientKind } from './client.ts';

type Constructor = ClientKind & { takes: 'options' | 'address' };

const kind = (library: string, takes: Constructor['takes'], hasDefault: boolean, use: string | null = null): Constructor => ({ library, takes, hasDefault, use });

/** Constructors of clients, by class and method. */
const table = new Map<string, Constructor>([
  ['Redis.new', kind('redis-rb', 'options', true)],
  ['Redis.connect', kind('redis-rb', 'options', true)],
  ['Redis::Cluster.new', kind('redis-rb', 'options', false)],
  ['Redis::Distributed.new', kind('redis-rb', 'address', false)],
  ['Redis::Store.new', kind('redis-store', 'options', false)],
  ['Redis::Store::Factory.create', kind('redis-store', 'address', false)],
  ['RedisClient.config', kind('redis-client', 'options', false)],
  ['RedisClient.new', kind('redis-client', 'options', false)],
  ['RedisClient.sentinel', kind('redis-client', 'options', false)],
  ['RedisClient.cluster', kind('redis-client', 'options', false)],
  ['Redic.new', kind('redic', 'address', false)],
  ['EM::Hiredis.connect', kind('em-hiredis', 'address', false)],
  ['Redlock::Client.new', kind('redlock', 'address', false, 'LOCK')],
  ['Sidekiq::RedisConnection.create', kind('sidekiq', 'options', true, 'QUEUE')],
  ['ActiveSupport::Cache::RedisCacheStore.new', kind('rails-cache', 'options', true, 'CACHE')],
  ['ActiveSupport::Cache::RedisStore.new', kind('redis-store', 'address', false, 'CACHE')],
  ['MessageBus.configure', kind('message_bus', 'options', false, 'PUBSUB')],
]);

/** The client that a call makes; null when it makes none. */
export const constructors = (path: string, method: string): Constructor | null => table.get(`${path}.${method}`) ?? null;

/** What is given to `owner.name =`; null when it is no connection. */
export function assigned(owner: string, name: string, isSidekiq: boolean): ClientKind | null {
  if (name === 'redis') {
    if (owner === 'Resque') return { library: 'resque', use: 'QUEUE', hasDefault: false };
    if (owner === 'Sidekiq' || (isSidekiq && /^(config|c|cfg|s)$/.test(owner))) return { library: 'sidekiq', use: 'QUEUE', hasDefault: true };
    return /^(self|Settings)$/.test(owner) ? null : { library: null, use: null, hasDefault: false };
  }
  if (owner === 'MessageBus' && name === 'redis_config') return { library: 'message_bus', use: 'PUBSUB', hasDefault: false };
  return null;
}

/** What `config.cache_store = :redis_cache_store` and its like are; null for stores without Redis. */
export function storeKind(name: string, store: string): ClientKind | null {
  if (name === 'cache_store') {
    if (store === 'redis_cache_store') return { library: 'rails-cache', use: 'CACHE', hasDefault: true };
    return /^(readthis_store|redis_store)$/.test(store) ? { library: 'redis-store', use: 'CACHE', hasDefault: false } : null;
  }
  return /^redis(_session)?_store$/.test(store) ? { library: 'rails-session', use: 'SESSION', hasDefault: false } : null;
}
