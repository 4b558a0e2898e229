import { groupsOf } from '../environment/names.ts';

/** What a setting of a Redis is called at the end of a variable's name. */
export type Setting =
  | 'URL'
  | 'HOST'
  | 'PORT'
  | 'DB'
  | 'USERNAME'
  | 'PASSWORD'
  | 'TLS'
  | 'ENABLED'
  | 'SENTINELS'
  | 'SENTINEL_NAME'
  | 'SENTINEL_USERNAME'
  | 'SENTINEL_PASSWORD'
  | 'CLUSTER_NODES';

/** Other names of the same, as they stand behind `REDIS_` in variables and settings. */
const synonyms: Readonly<Record<string, Setting>> = {
  URI: 'URL', CONNECTION_STRING: 'URL', CONNECTION_URL: 'URL', CONNECTION_URI: 'URL', DSN: 'URL', TLS_URL: 'URL', HOSTNAME: 'HOST', HOST_NAME: 'HOST', DATABASE: 'DB', DB_INDEX: 'DB', DB_NUMBER: 'DB',
  DATABASE_INDEX: 'DB', DB_NUM: 'DB', USER: 'USERNAME', USER_NAME: 'USERNAME', PASS: 'PASSWORD', PWD: 'PASSWORD', PASSWD: 'PASSWORD', AUTH: 'PASSWORD', AUTH_PASS: 'PASSWORD',
  AUTH_TOKEN: 'PASSWORD', USE_TLS: 'TLS', USE_SSL: 'TLS', ENABLE_TLS: 'TLS', ENABLE_SSL: 'TLS', TLS_ENABLED: 'TLS', SSL_ENABLED: 'TLS', SSL: 'TLS', ENABLE: 'ENABLED', SENTINEL_HOSTS: 'SENTINELS',
  SENTINEL_NODES: 'SENTINELS', SENTINEL_MASTER: 'SENTINEL_NAME', SENTINEL_MASTER_NAME: 'SENTINEL_NAME', MASTER_NAME: 'SENTINEL_NAME', SENTINEL_PASS: 'SENTINEL_PASSWORD', CLUSTER_HOSTS: 'CLUSTER_NODES',
}; // biome-ignore format: a table to read

const synonymPattern = new RegExp(
  `_(${Object.keys(synonyms)
    .toSorted((a, b) => b.length - a.length)
    .join('|')})$`,
);

/** Providers whose name in a variable tells no use. */
const providers = /^(?:UPSTASH|HEROKU|AZURE|AWS|GCP|RAILWAY|RENDER|FLY|ELASTICACHE|MY|THE|APP|NEXT|NUXT|VITE|SERVER|DEFAULT|MAIN|PRIMARY|COMMON|SHARED|STANDALONE)$/i;

export interface Meaning {
  /** In capitals; null for the application's one Redis. */
  use: string | null;
  setting: Setting;
}

const known = new Map<string, Meaning | null>();

/** What a variable's name says of a Redis; null when it does not speak of one. */
export function meaningOf(name: string): Meaning | null {
  const before = known.get(name);
  if (before !== undefined) return before;
  const meaning = name.length <= 100 && /REDIS|VALKEY/.test(name) ? read(name) : null;
  if (known.size > 10_000) known.clear();
  known.set(name, meaning);
  return meaning;
}

function read(name: string): Meaning | null {
  const usual = name.replace(/^(REDIS|VALKEY)(HOST|PORT|USER|PASSWORD|URL|DB)$/, '$1_$2').replace(/^REDIS(?:CLOUD|TOGO|GREEN)_URL$/, 'REDIS_URL');
  if (/^(?:USE|ENABLE|WITH)_(?:REDIS|VALKEY)$/.test(usual)) return { use: null, setting: 'ENABLED' };
  const replaced = usual.replace(synonymPattern, (_, end: string) => `_${synonyms[end] ?? end}`);
  const [group] = groupsOf({ [replaced]: 'x' });
  const found = group && [...group.names.keys()][0];
  if (!group || found === undefined || found === 'PASSWORD_FILE' || found.startsWith('TLS_C') || found.startsWith('TLS_K')) return null;
  // A bare `REDIS` is no address before something is known of its value.
  if (!/_(?:[A-Z]+)$/.test(replaced)) return null;
  const use = (group.use ?? '')
    .toUpperCase()
    .split('_')
    .filter((word) => word !== '' && !providers.test(word))
    .join('_');
  if (/(?:^|_)(?:TEST|TESTING|TESTS|MOCK|E2E)(?:_|$)/.test(use)) return null;
  const setting = synonyms[found] ?? (found as Setting);
  // A mode that is on or off, and a Sentinel's own address, say nothing of the server that is used.
  if (/(?:^|_)(?:CLUSTER|SENTINELS?)(?:_|$)/.test(use) && (setting === 'ENABLED' || setting === 'TLS' || use.includes('SENTINEL'))) return null;
  // `REDIS_CACHE_WARMUP_ENABLED` switches something else.
  if (setting === 'ENABLED' && use !== '' && !uses.some(([words]) => words.test(use.toLowerCase()))) return null;
  return { use: use || null, setting };
}

/** Uses that a name shows by a word in it. */
const uses: readonly [RegExp, string][] = [
  [/^(?:sessions?|sess)$/, 'SESSION'],
  [/^(?:queues?|bull|bullmq|jobs?|broker|workers?)$/, 'QUEUE'],
  [/^(?:cache|caching|caches)$/, 'CACHE'],
  [/^(?:pubsub|subscriber|publisher|pub|sub)$/, 'PUBSUB'],
  [/^(?:limiter|ratelimit|ratelimiter|throttle|throttler)$/, 'RATE_LIMIT'],
  [/^(?:locks?|redlock)$/, 'LOCK'],
];

/** Words of a name in any spelling, in lower case. */
export const wordsOf = (name: string): string[] => (name.length > 100 ? [] : name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== '')); // biome-ignore format: one chain

/** Use that a variable's or a setting's name shows, whatever else it says. */
export function useIn(name: string): string | null {
  const words = wordsOf(name.replace(/AZURE_CACHE_FOR_?/, ''));
  for (const word of [...words, words.join('')]) for (const [pattern, use] of uses) if (pattern.test(word)) return use;
  return /rate[-_]?limit/i.test(name) ? 'RATE_LIMIT' : null;
}

/** Meaning of a setting's name in any spelling: `redisUrl`, `REDIS_HOST`, `cache_redis_port`. */
export const meaningOfSetting = (name: string): Meaning | null => (/redis|valkey/i.test(name) ? meaningOf(wordsOf(name).join('_').toUpperCase()) : null);

/** A variable that only tests set. */
export const isTestVariable = (name: string): boolean => /(?:^|_)(?:TEST|E2E)(?:_|$)/.test(name);
