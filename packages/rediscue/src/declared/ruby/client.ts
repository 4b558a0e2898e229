import type { Setting } from '../environment/names.ts';
import type { Use } from '../reading.ts';
import { type ClientPart, textValue, unknown, useOfVariable, usesOfClient, type Value, variablesIn, variableValue } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { asValue, type Shape, type Table } from './shape.ts';

/** How a client comes to its options. */
export interface ClientKind {
  library: string | null;
  /** `CACHE`, `QUEUE`, …; null: what its variables say. */
  use: string | null;
  /** Without an address it reads `REDIS_URL`, and then takes this machine's. */
  hasDefault: boolean;
}

const settings = new Map<string, Setting>(
  Object.entries({
    url: 'URL', uri: 'URL', redis_url: 'URL', host: 'HOST', hostname: 'HOST', port: 'PORT', db: 'DB', database: 'DB', username: 'USERNAME', user: 'USERNAME',
    password: 'PASSWORD', pass: 'PASSWORD', ssl: 'TLS', tls: 'TLS', sentinels: 'SENTINELS', sentinel_username: 'SENTINEL_USERNAME', sentinel_password: 'SENTINEL_PASSWORD',
    cluster: 'CLUSTER_NODES', nodes: 'CLUSTER_NODES', servers: 'URL', server: 'URL', redis_server: 'URL', redis_servers: 'URL',
  } as const),
); // biome-ignore format: a list to read
const addresses = new Set<Setting>(['URL', 'HOST', 'SENTINELS', 'CLUSTER_NODES']);

/** Whether options name a server: what has none is no client's. */
export const namesServer = (table: Table): boolean => [...table.entries.keys()].some((key) => addresses.has(settings.get(key) ?? 'DB') && key !== 'server' && key !== 'nodes');

/** The uses of a client with these options. */
export function usesOfOptions(table: Table, kind: ClientKind, hint: string | null = null): Use[] {
  const parts = partsOf(table, 0);
  if (!parts.some(({ setting }) => addresses.has(setting)) && kind.hasDefault && !table.isOpen)
    parts.unshift({ setting: 'URL', value: variableValue('REDIS_URL', table.place, textValue('redis://localhost:6379', table.place)) });
  return usesOfClient({ parts, use: kind.use ?? useOfParts(parts) ?? useOfHint(hint), library: kind.library });
}

/** The uses of a client whose one argument is its address. */
export function usesOfAddress(shape: Shape, kind: ClientKind, hint: string | null = null): Use[] {
  if (shape.kind === 'table') return usesOfOptions(shape, kind, hint);
  const parts: ClientPart[] = [{ setting: 'URL', value: address(shape) }];
  return usesOfClient({ parts, use: kind.use ?? useOfParts(parts) ?? useOfHint(hint), library: kind.library });
}

/** Of several servers of one client the first speaks for all. */
const address = (shape: Shape): Value => (shape.kind === 'items' && shape.items[0] ? asValue(shape.items[0]) : asValue(shape));

function partsOf(table: Table, depth: number): ClientPart[] {
  const parts: ClientPart[] = [];
  const hasSentinels = table.entries.has('sentinels');
  for (const [key, shape] of table.entries) {
    const setting = settings.get(key);
    // An address that was taken apart: its variable says all.
    if (shape.kind === 'part') {
      if (setting !== undefined && !parts.some(({ value }) => value === shape.of)) parts.push({ setting: 'URL', value: shape.of });
    } else if ((key === 'redis' || key === 'servers' || key === 'server' || key === 'redis_server') && depth < 3) parts.push(...nested(shape, depth));
    else if (key === 'path' || key === 'socket') parts.push(...socket(asValue(shape)));
    else if (hasSentinels && (key === 'url' || key === 'name' || key === 'host')) parts.push({ setting: 'SENTINEL_NAME', value: primaryName(asValue(shape)) });
    else if (setting !== undefined) parts.push({ setting, value: asValue(shape) });
  }
  return parts;
}

/** `redis: { host: … }`, `servers: [{ host: … }]`, `redis_server: 'redis://…'` */
function nested(shape: Shape, depth: number): ClientPart[] {
  const first = shape.kind === 'items' ? shape.items[0] : shape;
  if (first === undefined) return [];
  return first.kind === 'table' ? partsOf(first, depth + 1) : [{ setting: 'URL', value: asValue(first) }];
}

function socket(value: Value): ClientPart[] {
  return value.kind === 'text' && value.text.startsWith('/') ? [{ setting: 'URL', value: { ...value, text: `unix://${value.text}` } }] : [];
}

/** Beside Sentinels the address `redis://mymaster` is the primary's name. */
function primaryName(value: Value): Value {
  if (value.kind === 'text') return { ...value, text: value.text.replace(/^\w+:\/\/(?:[^@/]*@)?/, '').replace(/[:/].*$/s, '') };
  if (value.kind === 'joined') return value.parts.find((part) => part.kind === 'variable') ?? unknown;
  return value;
}

function useOfParts(parts: readonly ClientPart[]): string | null {
  for (const { setting, value } of parts) {
    if (!addresses.has(setting)) continue;
    for (const name of variablesIn(value)) {
      const use = useOfVariable(name);
      if (use !== null) return use;
    }
  }
  return null;
}

const known = /(?:^|_)(cache|session|queue|pubsub|lock|cable|job)(?:s|ing)?(?:_|$)/i;

/** The use that the name of what holds a client shows: `$redis_cache`, `CACHE_REDIS`. */
function useOfHint(hint: string | null): string | null {
  return hint === null ? null : (known.exec(hint)?.[1]?.toUpperCase() ?? null);
}

/** A fixed text that is the address of a Redis, and not of something else. */
export const isRedisAddress = (value: Value): boolean => /^(rediss?|valkeys?|unix):\/\//i.test(fixedText(value) ?? '');
