import type { Setting } from '../environment/names.ts';
import { type Meaning, meaningOf, useOf, wordsOf } from '../settings/index.ts';

/** Keys are the same in any spelling that Spring binds: `client-name`, `clientName`, `client_name`, `CLIENT_NAME`. */
export const canonical = (key: string): string => key.toLowerCase().replace(/[-_]/g, '');

/** What a key says of a Redis, and the framework that reads it. */
export interface KeyMeaning extends Meaning {
  library: string;
}

const springSettings = new Map<string, Setting>([
  ['url', 'URL'],
  ['host', 'HOST'],
  ['port', 'PORT'],
  ['database', 'DB'],
  ['username', 'USERNAME'],
  ['password', 'PASSWORD'],
  ['ssl', 'TLS'],
  ['ssl.enabled', 'TLS'],
  ['sentinel.master', 'SENTINEL_NAME'],
  ['sentinel.nodes', 'SENTINELS'],
  ['sentinel.username', 'SENTINEL_USERNAME'],
  ['sentinel.password', 'SENTINEL_PASSWORD'],
  ['cluster.nodes', 'CLUSTER_NODES'],
]);

const quarkusSettings = new Map<string, Setting>([
  ['hosts', 'URL'],
  ['password', 'PASSWORD'],
  ['database', 'DB'],
  ['mastername', 'SENTINEL_NAME'],
  ['tls.enabled', 'TLS'],
  ['ssl', 'TLS'],
]);

/** Redis there is a format, a store or a tool, and the settings are not those of a connection. */
const others =
  /^(management|logging|springdoc|embedded|testcontainers|spring\.(cache|session|autoconfigure|main|docker)|resilience4j|server|quarkus\.(log|health|micrometer|datasource|cache))\b/;

/** What a key in its canonical form, without indexes, says of a Redis; null for nothing. `spelled` is the key as written. */
export function meaningOfKey(key: string, spelled: string): KeyMeaning | null {
  if (!/redis|valkey/.test(key) || others.test(key)) return null;
  const spring = /^spring\.(?:data\.)?(?:redis|valkey)\.(.+)$/.exec(key);
  if (spring?.[1]) {
    const setting = springSettings.get(spring[1]);
    if (setting) return { setting, use: null, library: 'spring' };
    if (/^(sentinel|cluster|lettuce|jedis|client|repositories|timeout|connecttimeout|redisson)\b/.test(spring[1])) return null;
  }
  const quarkus = /^quarkus\.redis\.(?:"?([\w-]+)"?\.)?((?:tls\.)?\w+)$/.exec(key);
  if (quarkus) {
    const [, client, last = ''] = quarkus;
    const setting = quarkusSettings.get(last);
    return setting === undefined || client === 'devservices' ? null : { setting, use: client === undefined ? null : useOf(wordsOf(client)), library: 'quarkus' };
  }
  // `spring.redis.port` in the middle of another tool's settings is that tool's business.
  const generic = /(?:^|\.)[\w]*(?:redis|valkey)[\w]*(?:\.|$)/.test(key) ? meaningOf(spelled) : null;
  return generic && { ...generic, library: 'spring' };
}
