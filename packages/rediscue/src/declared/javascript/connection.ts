import type { Evaluator } from './evaluate.ts';
import type { Node } from './tree.ts';
import { chainsOf, isPresence, type ObjectValue, type Value } from './value.ts';
import { meaningOfSetting, type Setting } from './words.ts';

/** One setting of a connection with the value that it gets. */
export interface SettingValue {
  setting: Setting;
  value: Value;
}

/** A client, a queue, a store, … as code makes it. */
export interface Construction {
  library: string;
  /** In capitals; null where the library tells none. */
  use: string | null;
  settings: SettingValue[];
  /** Clients that were made before and given to it. */
  clients: Set<Node>;
}

const direct: Readonly<Record<string, Setting>> = {
  url: 'URL', uri: 'URL', connectionString: 'URL', connectionUrl: 'URL', dsn: 'URL', host: 'HOST', hostname: 'HOST', port: 'PORT', db: 'DB', database: 'DB', databaseId: 'DB', dbIndex: 'DB',
  username: 'USERNAME', user: 'USERNAME', password: 'PASSWORD', pass: 'PASSWORD', auth_pass: 'PASSWORD', authPass: 'PASSWORD', auth: 'PASSWORD', tls: 'TLS', ssl: 'TLS', useTLS: 'TLS', useTls: 'TLS',
  enableTLS: 'TLS', sentinelPassword: 'SENTINEL_PASSWORD', sentinelUsername: 'SENTINEL_USERNAME', masterName: 'SENTINEL_NAME',
}; // biome-ignore format: a table to read

const inner =
  /^(?:socket|redisOptions|redis|ioredis|valkey|connection|client|clientOptions|options|opts|config|credentials|defaults|nodeClientOptions|ioredisOptions|redisClient|storeClient|createClient|baseClient|store|conn|default|sentinel|cluster)$/;
const nodes = /^(?:rootNodes|nodes|startupNodes|clusterNodes|addresses)$/;
const sentinels = /^(?:sentinels|sentinelRootNodes)$/;

/** Reads what is given to a client: an address, a settings object, a function that makes one, or another client. */
export class ConnectionReader {
  readonly clients = new Set<Node>();
  readonly #evaluator: Evaluator;
  #steps = 0;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  read(value: Value, depth = 0): SettingValue[] {
    this.#steps += 1;
    if (depth > 8 || this.#steps > 400) return [];
    switch (value.kind) {
      case 'connection':
        this.clients.add(value.at);
        for (const client of value.construction.clients) this.clients.add(client);
        return value.construction.settings;
      case 'object':
        return this.#ofObject(value, depth);
      case 'function':
        return this.read(this.#evaluator.returnedBy(value.node), depth + 1);
      case 'when':
        return this.read(value.value, depth + 1);
      case 'address':
        return this.read(value.of, depth + 1);
      case 'list':
        return value.items.length === 1 && value.items[0] ? this.read(value.items[0], depth + 1) : [];
      case 'choice':
        return isScalar(value) ? [{ setting: 'URL', value }] : this.#ofOptions(value.options, true, depth);
      case 'either':
        return isScalar(value) ? [{ setting: 'URL', value }] : this.#ofOptions([value.met, value.unmet], isPresence(value.test), depth);
      case 'text':
        return [{ setting: 'URL', value: addressed(value) }];
      case 'variable':
      case 'template':
        return [{ setting: 'URL', value }];
      default:
        return [];
    }
  }

  /** Servers of a cluster, or Sentinels, by a list of their addresses. */
  list(value: Value, setting: 'CLUSTER_NODES' | 'SENTINELS', depth = 0): SettingValue[] {
    if (depth > 8) return [];
    if (value.kind !== 'list') {
      if (value.kind === 'function') return this.list(this.#evaluator.returnedBy(value.node), setting, depth + 1);
      return isScalar(value) ? [{ setting, value }] : [];
    }
    const items = value.items.map((item) => this.read(item, depth + 1));
    const texts = items.map(fixedAddress);
    if (texts.length > 0 && texts.every((text) => text !== null)) return [{ setting, value: { kind: 'text', text: texts.join(','), at: value.at } }];
    const [only] = items;
    // One server of a cluster, told by variables, is where a client begins.
    return setting === 'CLUSTER_NODES' && items.length === 1 && only ? only : [];
  }

  #ofObject(object: ObjectValue, depth: number): SettingValue[] {
    const found: SettingValue[] = [];
    const put = (setting: Setting, value: Value): void => {
      if (value.kind === 'address') {
        if (!found.some((each) => each.setting === 'URL')) found.push({ setting: 'URL', value: value.of });
      } else if (!found.some((each) => each.setting === setting)) found.push({ setting, value });
    };
    const isSentinel = [...object.entries.keys()].some((key) => sentinels.test(key));
    for (const [key, entry] of object.entries) {
      const setting = Object.hasOwn(direct, key) ? direct[key] : key === 'name' && isSentinel ? 'SENTINEL_NAME' : meaningOfSetting(key)?.setting;
      if (setting !== undefined) {
        const value = entry.value();
        if (setting === 'URL' || !['object', 'function', 'list', 'connection'].includes(value.kind) || (setting === 'TLS' && value.kind === 'object')) put(setting, value);
      } else if (key === 'path' || key === 'unix_socket') {
        const value = entry.value();
        if (value.kind === 'text' && value.text.startsWith('/')) put('URL', { ...value, text: `unix://${value.text}` });
      } else if (sentinels.test(key)) for (const each of this.list(entry.value(), 'SENTINELS', depth + 1)) put(each.setting, each.value);
      else if (nodes.test(key)) for (const each of this.list(entry.value(), 'CLUSTER_NODES', depth + 1)) put(each.setting, each.value);
      else if (inner.test(key)) {
        const value = entry.value();
        if (!isScalar(value) || /redis|^(?:connection|client)$/i.test(key)) for (const each of this.read(value, depth + 1)) put(each.setting, each.value);
      }
    }
    return found;
  }

  /** `address ?? { host, … }`: what is fixed is what the address falls back to. */
  #ofOptions(options: readonly Value[], isOrdered: boolean, depth: number): SettingValue[] {
    return oneOf(
      options.filter(({ kind }) => kind !== 'nothing').map((option) => this.read(option, depth + 1)),
      isOrdered && !options.some(({ kind }) => kind === 'unknown'),
    );
  }
}

/** The settings of several ways to connect, of which one counts. `isOrdered`: the first where it is there. */
export function oneOf(ways: readonly SettingValue[][], isOrdered: boolean): SettingValue[] {
  const useful = ways.filter(({ length }) => length > 0);
  const reading = useful.filter(readsVariables);
  const fixed = useful.filter((way) => !readsVariables(way));
  if (reading.length === 0) return useful.length === 1 || isOrdered ? (useful[0] ?? []) : [];
  const [way] = fixed;
  const address = way && fixed.length === 1 ? addressOf(way) : null;
  return reading.flat().map((each) => {
    if (each.setting !== 'URL' || address === null || chainsOf(each.value).some((chain) => chain.fixed !== null)) return each;
    return { setting: 'URL' as const, value: { kind: 'choice' as const, options: [each.value, address] } };
  });
}

export const readsVariables = (settings: readonly SettingValue[]): boolean =>
  settings.some(({ value }) => value.kind === 'template' || chainsOf(value).some(({ variables }) => variables.length > 0) || value.kind === 'comparison');

function fixedTextOf(settings: readonly SettingValue[], setting: Setting): Extract<Value, { kind: 'text' }> | null {
  const value = settings.find((each) => each.setting === setting)?.value;
  return value?.kind === 'text' ? value : null;
}

/** A fixed address as one text; null where a part is not fixed. */
function addressOf(settings: readonly SettingValue[]): Value | null {
  const url = fixedTextOf(settings, 'URL');
  if (url) return url;
  const host = fixedTextOf(settings, 'HOST');
  if (!host) return null;
  const part = (setting: Setting): string => fixedTextOf(settings, setting)?.text ?? '';
  const login = part('PASSWORD') === '' ? '' : `${encodeURIComponent(part('USERNAME'))}:${encodeURIComponent(part('PASSWORD'))}@`;
  const database = part('DB') === '' ? '' : `/${part('DB')}`;
  return { kind: 'text', text: `${part('TLS') === 'true' ? 'rediss' : 'redis'}://${login}${host.text}:${part('PORT') || '6379'}${database}`, at: host.at };
}

/** `host:port` or a URL of one server; null where something of it is not fixed. */
function fixedAddress(settings: readonly SettingValue[]): string | null {
  const url = fixedTextOf(settings, 'URL');
  if (url) return url.text;
  const host = fixedTextOf(settings, 'HOST');
  const port = settings.find(({ setting }) => setting === 'PORT');
  if (!host || (port && port.value.kind !== 'text')) return null;
  return port?.value.kind === 'text' ? `${host.text}:${port.value.text}` : host.text;
}

/** An address as clients take it: a path of a socket, or a host without a scheme. */
function addressed(value: Extract<Value, { kind: 'text' }>): Value {
  if (value.text.startsWith('/')) return { ...value, text: `unix://${value.text}` };
  return /^[\w.-]+(?::\d+)?(?:\/\d+)?$/.test(value.text) ? { ...value, text: `redis://${value.text}` } : value;
}

/** Whether a value is a text in the end, whatever it is read from. */
export function isScalar(value: Value, depth = 0): boolean {
  if (depth > 12) return false;
  switch (value.kind) {
    case 'text':
    case 'variable':
    case 'template':
    case 'comparison':
    case 'address':
      return true;
    case 'choice': {
      const known = value.options.filter(({ kind }) => kind !== 'unknown' && kind !== 'nothing' && kind !== 'import');
      return known.length > 0 && known.every((option) => isScalar(option, depth + 1));
    }
    case 'either': {
      const known = [value.met, value.unmet].filter(({ kind }) => kind !== 'unknown' && kind !== 'nothing' && kind !== 'import');
      return known.length > 0 && known.every((option) => isScalar(option, depth + 1));
    }
    case 'when':
      return isScalar(value.value, depth + 1);
    default:
      return false;
  }
}
