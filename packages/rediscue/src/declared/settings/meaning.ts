import type { Setting } from '../environment/names.ts';

/** What a setting is to the application: one part of how it reaches a Redis, for one use. */
export interface Meaning {
  setting: Setting;
  /** `CACHE`, `QUEUE`, …; null for the application's one Redis. */
  use: string | null;
}

/** The variable that would say the same: `REDIS_CACHE_URL`. */
export const meansOf = ({ setting, use }: Meaning): string => (use === null ? `REDIS_${setting}` : `REDIS_${use}_${setting}`);

/** How code and settings files call the parts. An address, `host:port`, is a URL without its scheme. */
const settings = new Map<string, Setting>();
for (const [setting, names] of Object.entries({
  URL: 'URL URI DSN URLS URIS ADDR ADDRS ADDRESS ADDRESSES ENDPOINT ENDPOINTS SERVER SERVERS CONNECTION_STRING CONN_STRING CONN_STR HOST_PORT HOSTPORT HOST_AND_PORT',
  HOST: 'HOST HOSTNAME HOST_NAME IP SERVER_HOST',
  PORT: 'PORT PORT_NUMBER SERVER_PORT',
  DB: 'DB DATABASE DB_INDEX DATABASE_INDEX DB_NUMBER DB_NUM DB_NO',
  USERNAME: 'USERNAME USER USER_NAME',
  PASSWORD: 'PASSWORD PASS PASSWD PWD AUTH_PASSWORD AUTH_PASS AUTH_TOKEN',
  PASSWORD_FILE: 'PASSWORD_FILE',
  TLS: 'TLS SSL TLS_ENABLED SSL_ENABLED TLS_ENABLE SSL_ENABLE USE_TLS USE_SSL ENABLE_TLS ENABLE_SSL IS_TLS IS_SSL',
  ENABLED: 'ENABLED ENABLE IS_ENABLED',
  SENTINELS: 'SENTINELS SENTINEL_NODES SENTINEL_ADDRS SENTINEL_ADDRESSES SENTINEL_HOSTS SENTINEL_ADDR SENTINEL_ADDRESS SENTINEL_HOST SENTINEL_URLS',
  SENTINEL_NAME: 'SENTINEL_NAME SENTINEL_MASTER SENTINEL_MASTER_NAME SENTINEL_SERVICE_NAME MASTER_NAME MASTER_SET',
  SENTINEL_USERNAME: 'SENTINEL_USERNAME SENTINEL_USER',
  SENTINEL_PASSWORD: 'SENTINEL_PASSWORD SENTINEL_PASS',
  CLUSTER_NODES: 'CLUSTER_NODES CLUSTER_ADDRS CLUSTER_ADDRESSES CLUSTER_HOSTS CLUSTER_URLS NODES',
}) as [Setting, string][])
  for (const name of names.split(' ')) settings.set(name, setting);
settings.set('HOSTS', 'URL');

const wordsOfList = (text: string): Set<string> => new Set(text.split(' '));

/** Words that say nothing of the use. */
const plainWords = wordsOfList(
  'SPRING DATA QUARKUS MICRONAUT JHIPSTER APP APPLICATION MY CONFIG CONF CFG SETTINGS PROPERTIES OPTIONS OPTION OPTS PARAMS DEFAULT MAIN SERVER SERVERS CONN CONNECTION CLIENT CLIENTS STANDALONE SINGLE ' +
    'STORAGE STORE INFRA DB DATABASE DATABASES DATASOURCE DATASOURCES COM ORG NET IO ENV VAR S C THE OF E K KEY BASE COMMON GLOBAL MASTER PRIMARY INSTANCE INSTANCES CLUSTER NODE STACKHERO HEROKU RAILWAY',
);

/** Words that say that it is no Redis of the application, or no part of its connection. */
const otherWords = wordsOfList(
  'MANAGEMENT HEALTH HEALTHCHECK LOGGING LOG METRICS METRIC EXPORTER COMMANDER INSIGHT UI REST HTTP HTTPS IMAGE TEST TESTS TESTING TESTCONTAINERS EMBEDDED MOCK FAKE CI POOL LETTUCE JEDIS REPOSITORIES ' +
    'TIMEOUT MAX MIN RETRY PREFIX TTL NAMESPACE DEVSERVICES ADMIN INIT TRACING EXAMPLE SAMPLE TCP SERVICE OPERATOR STUNNEL TUNNEL PROXY BACKUP DEBUG INSECURE SKIP VERIFY VERIFICATION CA CERT KEYFILE OVERRIDE',
);

/** Uses that a switch may be for: `REDIS_CACHE_ENABLED`; of any other word it switches something else. */
const switchedUses = wordsOfList('CACHE SESSION QUEUE PUBSUB');

const plurals: Readonly<Record<string, string>> = { SESSIONS: 'SESSION', CACHES: 'CACHE', CACHING: 'CACHE', QUEUES: 'QUEUE' };

/** Words of a name in any spelling, in capitals: `redisHostName`, `spring.redis.ssl.enabled`, `REDIS_URL`. Indexes are none. */
export function wordsOf(name: string): string[] {
  if (name.length > 200) return [];
  const words = name.replace(/\[\d*\]/g, ' ').match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  return words.map((word) => word.toUpperCase()).flatMap(splitFlavour);
}

/** `REDISHOST`, `REDISURL` as some hosters call them, and `REDISCLOUD_URL`. */
function splitFlavour(word: string): string[] {
  const match = /^(REDIS|VALKEY)(.+)$/.exec(word);
  if (!match?.[2]) return [word];
  if (/^(CLOUD|TOGO|GREEN)$/.test(match[2])) return ['REDIS'];
  return settings.has(match[2]) ? ['REDIS', match[2]] : [word];
}

/** What a name that holds `redis` or `valkey` says of one; null where it says nothing of a connection. */
export function meaningOf(name: string): Meaning | null {
  const words = wordsOf(name);
  const at = words.findLastIndex((word) => word === 'REDIS' || word === 'VALKEY');
  if (at === -1) return null;
  const after = words.slice(at + 1);
  for (let from = 0; from < after.length; from += 1) {
    const setting = settings.get(after.slice(from).join('_'));
    if (setting === undefined) continue;
    const around = [...words.slice(0, at), ...after.slice(0, from)];
    if (around.some((word) => otherWords.has(word)) || (from > 0 && /^(SENTINEL|CLUSTER)$/.test(after[from - 1] ?? ''))) return null;
    // `queuesNonQuorumPort` is no part of how the server itself is reached.
    if (from > 2 || ownWords(around).length > 3) return null;
    const use = useOf(around);
    if (setting === 'ENABLED' && use !== null && after.length > 1 && !switchedUses.has(use)) return null;
    return { setting, use };
  }
  return null;
}

/** The use that words around `REDIS` name; null for none. */
export function useOf(words: readonly string[]): string | null {
  const own = ownWords(words);
  // A name of its own must not end in a word that makes it another thing's, such as API.
  while (/^(API|SERVICE|TLS)$/.test(own.at(-1) ?? '')) own.pop();
  return own.length === 0 || own.length > 3 ? null : own.join('_');
}

const ownWords = (words: readonly string[]): string[] =>
  words.filter((word) => !plainWords.has(word) && word !== 'REDIS' && word !== 'VALKEY' && !/^\d+$/.test(word)).map((word) => plurals[word] ?? word);

/** The use that a variable's name shows: `CACHE` of `REDIS_CACHE_ADDR`; of a name without `REDIS` only well-known uses count. */
export function useOfVariable(name: string): string | null {
  const meaning = meaningOf(name);
  if (meaning) return meaning.use;
  return wordsOf(name).map((word) => plurals[word] ?? word).find((word) => switchedUses.has(word)) ?? null; // biome-ignore format: one chain
}

/** The same without switches of other things that are kept in Redis (`METRICS_REDIS_ENABLED`): they say nothing of the connection. */
export function connectionMeaningOf(name: string): Meaning | null {
  const meaning = meaningOf(name);
  return meaning?.setting === 'ENABLED' && meaning.use !== null && !/^(CACHE|SESSION|QUEUE|PUBSUB|LOCK)$/.test(meaning.use) ? null : meaning;
}
