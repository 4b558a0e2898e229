import type { Setting } from '../environment/names.ts';
import type { Use } from '../reading.ts';
import { asValue, type Shape, type Table } from '../ruby/shape.ts';
import { type ClientPart, joinedValue, none, textValue, unknown, useOf, useOfVariable, usesOfClient, type Value, variablesIn, wordsOf } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';

/** What a client is to the application, where it shows. */
export interface ClientKind {
  library: string | null;
  use: string | null;
}

const settings = new Map<string, Setting>(
  Object.entries({
    url: 'URL', dsn: 'URL', uri: 'URL', host: 'HOST', hostname: 'HOST', server: 'HOST', redis_host: 'HOST', port: 'PORT', database: 'DB', db: 'DB', dbindex: 'DB', base: 'DB',
    username: 'USERNAME', user: 'USERNAME', password: 'PASSWORD', pass: 'PASSWORD', auth: 'PASSWORD', ssl: 'TLS', tls: 'TLS', scheme: 'TLS', path: 'URL', unix_socket: 'URL',
    unixsocket: 'URL', socket: 'URL', cluster: 'CLUSTER_NODES', seeds: 'CLUSTER_NODES', sentinels: 'SENTINELS', service: 'SENTINEL_NAME',
  } as const),
); // biome-ignore format: a list to read
const addresses = /^(url|dsn|uri|host|hostname|server|redis_host|path|unix_socket|unixsocket|sentinels|seeds)$/;

/** Whether a table has a server's address: what has none is no client's. */
export const namesServer = (table: Table): boolean => [...table.entries.keys()].some((key) => addresses.test(key) && key !== 'path');

/** The parts of a connection that a table holds. */
export function partsOf(table: Table): ClientPart[] {
  const parts: ClientPart[] = [];
  const scheme = fixedOf(table.entries.get('scheme'));
  const isSocket = scheme === 'unix';
  for (const [key, shape] of table.entries) {
    const setting = settings.get(key);
    if (setting === undefined) continue;
    if (shape.kind === 'part') {
      if (!parts.some(({ value }) => value === shape.of)) parts.push({ setting: 'URL', value: addressValue(shape.of) });
      continue;
    }
    const value = asValue(shape);
    if (key === 'scheme') parts.push(...schemeParts(value));
    else if (key === 'ssl' || key === 'tls')
      parts.push(...(shape.kind === 'table' || shape.kind === 'items' ? [{ setting, value: textValue('true', shape.place) }] : [{ setting, value }]));
    else if (setting === 'PASSWORD') parts.push(...loginParts(shape));
    else if (/^(path|unix_?socket|socket)$/.test(key)) parts.push(...(key !== 'path' || isSocket ? socketParts(value) : []));
    else if (setting === 'HOST') parts.push(...hostParts(value));
    else if (setting === 'URL') parts.push({ setting, value: addressValue(value) });
    else parts.push({ setting, value });
  }
  return parts;
}

const fixedOf = (shape: Shape | undefined): string | null => (shape === undefined ? null : fixedText(asValue(shape)));

/** `'scheme' => 'tls'` */
function schemeParts(value: Value): ClientPart[] {
  const text = value.kind === 'text' ? value.text.toLowerCase() : '';
  return value.kind === 'text' && /^(tls|ssl|rediss)$/.test(text) ? [{ setting: 'TLS', value: { ...value, text: 'true' } }] : [];
}

/** A password, or user and password in a list. */
export function loginParts(shape: Shape): ClientPart[] {
  if (shape.kind === 'table') return ['user', 'username', 'pass', 'password'].flatMap((key) => {
    const own = shape.entries.get(key);
    return own === undefined ? [] : [{ setting: key.startsWith('u') ? ('USERNAME' as const) : ('PASSWORD' as const), value: asValue(own) }];
  }); // biome-ignore format: one list
  if (shape.kind !== 'items') return [{ setting: 'PASSWORD', value: asValue(shape) }];
  const [user, password] = shape.items.map((item) => asValue(item));
  if (user === undefined) return [];
  return password === undefined ? [{ setting: 'PASSWORD', value: user }] : [{ setting: 'USERNAME', value: user }, { setting: 'PASSWORD', value: password }]; // biome-ignore format: one list
}

const socketParts = (value: Value): ClientPart[] =>
  value.kind === 'text' && value.text.startsWith('/') ? [{ setting: 'URL', value: { ...value, text: `unix://${value.text}` } }] : [];

/** A host may be a socket's path, and carry `tls://`, as PhpRedis takes it. */
export function hostParts(value: Value): ClientPart[] {
  if (value.kind === 'joined' && value.parts[0]?.kind === 'text' && /^(tls|ssl):\/\/$/.test(value.parts[0].text)) {
    const [scheme, ...rest] = value.parts;
    return [{ setting: 'TLS', value: { ...scheme, text: 'true' } }, ...hostParts(joinedValue(rest, value.place))];
  }
  if (value.kind !== 'text') return [{ setting: 'HOST', value }];
  if (value.text.startsWith('/')) return socketParts(value);
  const match = /^(tls|ssl|tcp|rediss?|unix):\/\/(.*)$/is.exec(value.text);
  if (!match) return [{ setting: 'HOST', value }];
  if (/^unix$/i.test(match[1] ?? '') || /[:/@]/.test(match[2] ?? '')) return [{ setting: 'URL', value: addressValue(value) }];
  const host: ClientPart = { setting: 'HOST', value: { ...value, text: match[2] ?? '' } };
  return /^(tls|ssl|rediss)$/i.test(match[1] ?? '') ? [host, { setting: 'TLS', value: { ...value, text: 'true' } }] : [host];
}

/** PHP's clients write `tcp://` and `tls://` where others write `redis://` and `rediss://`. */
export function addressValue(value: Value, depth = 0): Value {
  if (value.kind === 'variable') return depth > 20 ? value : { ...value, otherwise: addressValue(value.otherwise, depth + 1) };
  if (value.kind === 'joined')
    return { ...value, parts: value.parts.map((part, index) => (index === 0 && part.kind === 'text' ? { ...part, text: redisScheme(part.text) } : part)) };
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => (item.kind === 'text' ? { ...item, text: redisScheme(item.text).replace(/\?.*$/s, '') } : item)) };
  // `redis:?host[a]&host[b]` names several, in a form of Symfony's own.
  if (value.kind === 'text' && /^rediss?:[?(]/i.test(value.text)) return unknown;
  return value.kind === 'text' ? { ...value, text: redisScheme(value.text) } : value;
}

/** `tcp://host:6379?database=2&password=…` as one address that all understand. */
function redisScheme(given: string): string {
  const text = given.replace(/^tcp:\/\//i, 'redis://').replace(/^(tls|ssl):\/\//i, 'rediss://').replace(/^unix:(?!\/\/)/i, 'unix://'); // biome-ignore format: one chain
  const match = /^(rediss?:\/\/)([^/?@]+)\/?\?(.*)$/s.exec(text);
  if (!match) return text;
  const query = new URLSearchParams(match[3]);
  const password = query.get('password') ?? query.get('auth');
  const login = password === null ? '' : `${encodeURIComponent(query.get('username') ?? '')}:${encodeURIComponent(password)}@`;
  const database = query.get('database') ?? query.get('dbindex');
  return `${match[1]}${login}${match[2]}${database === null ? '' : `/${database}`}`;
}

/** The uses of a client with these parts. */
export function usesOfParts(parts: readonly ClientPart[], { library, use }: ClientKind): Use[] {
  const own = parts.map((part) => (part.setting === 'TLS' || part.setting === 'ENABLED' ? part : { ...part, value: withoutSwitches(part.value, 0) }));
  return usesOfClient({ parts: own, use: use ?? useOfParts(own), library });
}

/** `false` stands for nothing where PHP wants a text. */
function withoutSwitches(value: Value, depth: number): Value {
  if (value.kind === 'text') return /^(true|false)$/.test(value.text) ? none : value;
  return value.kind === 'variable' && depth < 20 ? { ...value, otherwise: withoutSwitches(value.otherwise, depth + 1) } : value;
}

export const usesOfTable = (table: Table, kind: ClientKind): Use[] => usesOfParts(partsOf(table), kind);

/** One address, a list of servers, or options. */
export function usesOfShape(shape: Shape, kind: ClientKind): Use[] {
  if (shape.kind === 'table') return usesOfTable(shape, kind);
  return usesOfParts([{ setting: 'URL', value: shape.kind === 'part' ? unknown : addressValue(asValue(shape)) }], kind);
}

function useOfParts(parts: readonly ClientPart[]): string | null {
  for (const { setting, value } of parts) {
    if (setting !== 'URL' && setting !== 'HOST' && setting !== 'SENTINELS' && setting !== 'CLUSTER_NODES') continue;
    for (const name of variablesIn(value)) {
      const use = useOfVariable(name);
      if (use !== null) return use;
    }
  }
  return null;
}

/** The use that a connection's name shows; `default` is none. */
export const useOfName = (name: string): string | null => useOf(wordsOf(name));

/** The use that a key or a variable around a client shows, when it is a well-known one. */
export function knownUse(text: string): string | null {
  const found = /(?:^|[^a-z])(cache|session|queue|pubsub|lock)(?:s|ing)?(?:[^a-z]|$)/i.exec(text.replace(/([a-z])([A-Z])/g, '$1_$2'))?.[1];
  return found?.toUpperCase() ?? null;
}

/** A fixed text that is the address of a Redis, and not of something else. */
export const isRedisAddress = (value: Value): boolean => /^(rediss?|valkeys?):/i.test(fixedText(value) ?? '');
