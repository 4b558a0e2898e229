import { type Reply, text } from '../resp.ts';
import { clip, colonLines, numberOf } from './shape.ts';

/** A server that ran every command of every module shows about 1000 fields. */
const most = 4000;

/**
 * INFO: fields by name, sections left out; Valkey's `server_mode` also by its older name `redis_mode`. Undefined when the reply
 * has no field at all.
 */
export function parseInfo(reply: Reply): Map<string, string> | undefined {
  const whole = text(reply);
  if (whole === undefined || typeof reply === 'number' || typeof reply === 'bigint') return undefined;
  const named = new Map<string, string>();
  for (const [name, value] of colonLines(whole, most)) named.set(clip(name, 128), value);
  const mode = named.get('server_mode');
  if (mode !== undefined && !named.has('redis_mode')) named.set('redis_mode', mode);
  return named.size > 0 ? named : undefined;
}

/** `keys=1,expires=0,avg_ttl=0`, `ip=…,port=…,state=…` and the like: parts by name. */
function parseInfoParts(value: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of value.split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals), part.slice(equals + 1));
  }
  return parts;
}

export interface Keyspace {
  database: number;
  keys: number;
  expires: number;
}

/** The keyspace section: databases that hold keys, in their order. A database that is missing is empty. */
export function parseKeyspace(info: ReadonlyMap<string, string>): Keyspace[] {
  const found: Keyspace[] = [];
  for (const [name, value] of info) {
    const database = /^db(\d{1,9})$/.exec(name)?.[1];
    if (database === undefined) continue;
    const parts = parseInfoParts(value);
    const keys = numberOf(parts.get('keys'));
    const expires = numberOf(parts.get('expires'));
    if (keys !== undefined && expires !== undefined) found.push({ database: Number(database), keys, expires });
  }
  return found.sort((a, b) => a.database - b.database);
}

export interface InfoReplica {
  host: string;
  port: number;
  state: string;
}

/** A primary's replicas, from `slave0:ip=…,port=…,state=…` (versions before 2.8: `slave0:ip,port,state`). */
export function parseInfoReplicas(info: ReadonlyMap<string, string>): InfoReplica[] {
  const found: InfoReplica[] = [];
  for (const [name, value] of info) {
    if (!/^slave\d{1,6}$/.test(name)) continue;
    const parts = parseInfoParts(value);
    const [ip, number, state] = value.split(',');
    const host = parts.get('ip') ?? (parts.size === 0 ? ip : undefined);
    const port = numberOf(parts.get('port') ?? (parts.size === 0 ? number : undefined));
    if (host && port !== undefined && port > 0 && port <= 65535) found.push({ host, port, state: parts.get('state') ?? state ?? 'unknown' });
  }
  return found;
}

export interface Percentiles {
  command: string;
  p50Micros: number;
  p99Micros: number;
  p999Micros: number;
}

/** The latencystats section (Redis 7.0 and newer); commands whose three default percentiles are all there. */
export function parseLatencyStats(info: ReadonlyMap<string, string>): Percentiles[] {
  const prefix = 'latency_percentiles_usec_';
  const found: Percentiles[] = [];
  for (const [name, value] of info) {
    if (!name.startsWith(prefix)) continue;
    const parts = parseInfoParts(value);
    const [p50Micros, p99Micros, p999Micros] = ['p50', 'p99', 'p99.9'].map((percentile) => numberOf(parts.get(percentile)));
    if (p50Micros !== undefined && p99Micros !== undefined && p999Micros !== undefined) found.push({ command: name.slice(prefix.length), p50Micros, p99Micros, p999Micros });
  }
  return found;
}

/** What the server is: `server_name` and `valkey_version` of Valkey, else Redis and what speaks its version. */
export function parseVersion(info: ReadonlyMap<string, string>): { flavour: 'redis' | 'valkey'; version: string } | undefined {
  const valkey = info.get('valkey_version');
  if (valkey !== undefined) return { flavour: 'valkey', version: valkey };
  const version = info.get('redis_version');
  return version === undefined ? undefined : { flavour: 'redis', version };
}

/** Whether a dotted version is at least another one; parts that are no number count as 0. */
export function isAtLeast(version: string, least: string): boolean {
  const parts = (dotted: string) => dotted.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const have = parts(version);
  for (const [index, wanted] of parts(least).entries()) {
    const own = have[index] ?? 0;
    if (own !== wanted) return own > wanted;
  }
  return true;
}
