import { bytes } from '../bytes.ts';
import { type Gathered, median } from './figures.ts';
import { age, milliseconds } from './layout.ts';

export const unknown = 'unknown';

export interface Figure {
  name: string;
  /** For people; `unknown` where nothing was learnt. */
  text: string;
}

export interface Area {
  name: 'connectivity' | 'memory' | 'performance' | 'configuration' | 'keys' | 'clients';
  figures: Figure[];
}

/** The six areas that a report always covers. A figure that nobody knows is said to be unknown. */
export function areas(at: Gathered): Area[] {
  return [
    { name: 'connectivity', figures: connectivity(at) },
    { name: 'memory', figures: memory(at) },
    { name: 'performance', figures: performance(at) },
    { name: 'configuration', figures: configuration(at) },
    { name: 'keys', figures: keys(at) },
    { name: 'clients', figures: clients(at) },
  ];
}

const figure = (name: string, text: string | undefined): Figure => ({ name, text: text === undefined || text === '' ? unknown : text });
const number = (value: number | undefined, say: (value: number) => string = String): string | undefined => (value === undefined ? undefined : say(value));
const whole = (value: number): string => (value > 0 && value < 10 ? String(Number(value.toFixed(1))) : String(Math.round(value)));
/** `12 %`, `2.1 %`. */
export const share = (ratio: number): string => `${Number((ratio * 100).toFixed(ratio < 0.1 ? 1 : 0))} %`;

/** By ROLE, or by INFO where that is refused; `primary` and `replica` whatever the version calls them. */
export function roleOf(at: Gathered): string | undefined {
  const role = at.value('role')?.role;
  if (role !== undefined) return role;
  const word = at.info('role');
  if (at.info('redis_mode') === 'sentinel') return 'sentinel';
  return word === 'master' ? 'primary' : word === 'slave' ? 'replica' : word;
}

/** `Valkey 8.0.1` or `Redis 7.2.5`. */
export function serverOf(at: Gathered): string | undefined {
  const valkey = at.info('valkey_version');
  if (valkey !== undefined) return `Valkey ${valkey}`;
  const redis = at.info('redis_version');
  return redis === undefined ? undefined : `Redis ${redis}`;
}

/** Median round trip in milliseconds. */
export const pingMs = (at: Gathered): number | undefined => median(at.get('ping')?.rttMs ?? []);

/** Of the lookups in the window; undefined when there were none. */
export function hitRate(at: Gathered): { ratio: number; over: string } | undefined {
  const hits = at.delta('keyspace_hits');
  const misses = at.delta('keyspace_misses');
  if (hits === undefined || misses === undefined || hits + misses === 0) return undefined;
  return { ratio: hits / (hits + misses), over: milliseconds(at.value('rates')?.windowMs ?? 0) };
}

function connectivity(at: Gathered): Figure[] {
  const connect = at.get('connect');
  const tls = at.get('tls');
  const stage = (probe: 'resolve' | 'connect' | 'tls' | 'speak' | 'auth' | 'select' | 'write', outcome: string | undefined) => {
    const took = at.durationMs(probe);
    return outcome === undefined ? undefined : took === undefined ? outcome : `${outcome} in ${milliseconds(took)}`;
  };
  const attempts = connect?.attempts ?? [];
  return [
    figure('name', stage('resolve', at.get('resolve')?.state)),
    figure('connection', stage('connect', connect === undefined ? undefined : connect.used !== null ? `connected to ${connect.used}` : (attempts.at(-1)?.state ?? 'not tried'))),
    ...(tls === undefined ? [] : [figure('TLS', stage('tls', tls.state === 'ok' ? `${tls.protocol ?? 'ok'}` : `${tls.state}${tls.code ? ` (${tls.code})` : ''}`))]),
    figure('first answer', stage('speak', at.get('speak')?.state)),
    figure('login', stage('auth', at.get('auth')?.outcome)),
    figure('write test', stage('write', at.get('write')?.state)),
    figure('round trip', number(pingMs(at), milliseconds)),
  ];
}

function memory(at: Gathered): Figure[] {
  const used = at.number('used_memory');
  const limit = at.number('maxmemory');
  return [
    figure('used', number(used, bytes)),
    figure('peak', number(at.number('used_memory_peak'), bytes)),
    figure('limit', limit === 0 ? 'none' : number(limit, bytes)),
    figure('used of limit', limit === 0 ? 'no limit' : limit !== undefined && used !== undefined ? share(used / limit) : undefined),
    figure('policy', at.info('maxmemory_policy') ?? at.config('maxmemory-policy')),
    figure(
      'fragmentation',
      number(at.number('mem_fragmentation_ratio'), (ratio) => ratio.toFixed(2)),
    ),
    figure('evicted', number(at.number('evicted_keys'))),
  ];
}

function performance(at: Gathered): Figure[] {
  const hit = hitRate(at);
  const slow = at.value('slowlog');
  const slowest = Math.max(...(slow?.entries ?? []).map((entry) => entry.micros));
  const p99 = (at.value('latency')?.percentiles ?? []).toSorted((a, b) => b.p99Micros - a.p99Micros)[0];
  const idle = at.delta('keyspace_hits') === 0 && at.delta('keyspace_misses') === 0;
  return [
    figure(
      'operations',
      number(at.rate('total_commands_processed') ?? at.number('instantaneous_ops_per_sec'), (rate) => `${whole(rate)}/s`),
    ),
    figure('commands so far', number(at.number('total_commands_processed'))),
    figure('hit rate', hit === undefined ? (idle ? 'no reads in the window' : undefined) : `${share(hit.ratio)} over ${hit.over}`),
    figure('slow log', slow === undefined ? undefined : slow.entries.length === 0 ? 'empty' : `${slow.entries.length} of the last 100, slowest ${milliseconds(slowest / 1000)}`),
    figure('worst p99', p99 === undefined ? undefined : `${p99.command} ${milliseconds(p99.p99Micros / 1000)}`),
    figure('CPU of the main thread', number(at.get('cpu')?.mainThreadShare ?? undefined, share)),
  ];
}

function configuration(at: Gathered): Figure[] {
  const save = at.config('save');
  return [
    figure('server', serverOf(at)),
    figure('role', roleOf(at)),
    figure('mode', at.info('redis_mode')),
    figure('up', number(at.number('uptime_in_seconds'), age)),
    figure('append-only file', at.config('appendonly') ?? onOff(at.info('aof_enabled'))),
    figure('snapshots', save === '' ? 'off' : save),
    figure('last snapshot', at.info('rdb_last_bgsave_status')),
    figure('file', at.info('config_file') === '' ? 'none' : at.info('config_file')),
  ];
}

const onOff = (flag: string | undefined): string | undefined => (flag === undefined ? undefined : flag === '1' ? 'yes' : 'no');

function keys(at: Gathered): Figure[] {
  const sample = at.value('keys');
  const biggest = sample?.biggest[0];
  const expiring = sample?.databases.reduce((sum, { expires }) => sum + expires, 0);
  return [
    figure('keys', number(sample?.total)),
    figure('with expiry', number(expiring)),
    figure('databases in use', number(sample?.databases.length)),
    figure(
      'biggest of the sample',
      biggest === undefined ? (sample && sample.sampled === 0 ? 'no keys sampled' : undefined) : `${biggest.key} (${biggest.type}, ${bytes(biggest.bytes)})`,
    ),
    figure('expired so far', number(at.number('expired_keys'))),
  ];
}

function clients(at: Gathered): Figure[] {
  const acl = at.get('acl');
  const log = acl?.log;
  const whoami = acl?.whoami;
  const refused = log?.state === 'ok' ? log.value.reduce((sum, { count }) => sum + count, 0) : undefined;
  const limit = at.number('maxclients') ?? toLimit(at.config('maxclients'));
  return [
    figure('connected', number(at.number('connected_clients'))),
    figure('limit', number(limit)),
    figure('blocked', number(at.number('blocked_clients'))),
    figure('refused connections', number(at.number('rejected_connections'))),
    figure('refused by ACL', number(refused)),
    figure('asked as', whoami?.state === 'ok' ? whoami.value : undefined),
  ];
}

const toLimit = (text: string | undefined): number | undefined => (text === undefined || text === '' ? undefined : Number(text));
