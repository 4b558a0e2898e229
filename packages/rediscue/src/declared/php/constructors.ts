import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../facts/index.ts';
import type { Use } from '../reading.ts';
import { asValue, type Shape, type Table } from '../ruby/shape.ts';
import { type ClientPart, joinedValue, textValue } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { addressValue, hostParts, loginParts, namesServer, partsOf, usesOfParts, usesOfShape, usesOfTable } from './client.ts';
import type { Evaluator } from './evaluate.ts';

interface Arguments {
  /** Of the whole expression. */
  place: Place;
  list: readonly SyntaxNode[];
  named: ReadonlyMap<string, SyntaxNode>;
}

/** The uses of a client that `new` makes; none for other classes. `hint`: the use that its holder shows. */
export function constructed(path: string, { list, named, place }: Arguments, evaluator: Evaluator, hint: string | null): Use[] {
  const shape = (index: number, name: string): Shape | null => {
    const node = list[index] ?? named.get(name);
    return node === undefined ? null : evaluator.shape(node);
  };
  switch (path) {
    case 'Redis':
      return phpRedis(shape(0, 'options'), hint);
    case 'RedisCluster':
      return cluster(shape(1, 'seeds'), shape(5, 'auth'), hint);
    case 'RedisSentinel':
      return sentinel(shape(0, 'host'), shape(1, 'port'), hint);
    case 'RedisArray': {
      const hosts = shape(0, 'hosts');
      return hosts === null ? [] : usesOfParts([{ setting: 'CLUSTER_NODES', value: addressValue(asValue(hosts)) }], { library: 'phpredis', use: hint });
    }
    case 'Predis\\Client':
      return predis(shape(0, 'parameters') ?? local(place), shape(1, 'options'), hint);
    case 'Predis_Client':
      return predis(shape(0, 'parameters') ?? local(place), null, hint);
    case 'Credis_Client':
      return credis([shape(0, 'host'), shape(1, 'port'), shape(4, 'db'), shape(5, 'password')], hint);
    case 'Enqueue\\Redis\\RedisConnectionFactory': {
      const given = shape(0, 'config');
      return given === null ? [] : usesOfShape(given, { library: 'enqueue', use: 'QUEUE' });
    }
    case 'Clue\\React\\Redis\\RedisClient':
    case 'Clue\\React\\Redis\\LazyClient': {
      const given = shape(0, 'url');
      return given === null ? [] : usesOfShape(given, { library: 'clue/redis-react', use: hint });
    }
    default:
      return [];
  }
}

/** Since 6.0 PhpRedis takes its options at once. */
function phpRedis(options: Shape | null, use: string | null): Use[] {
  return options?.kind === 'table' && namesServer(options) ? usesOfTable(options, { library: 'phpredis', use }) : [];
}

function cluster(seeds: Shape | null, auth: Shape | null, use: string | null): Use[] {
  if (seeds === null) return [];
  const login = auth === null ? [] : loginParts(auth);
  return usesOfParts([{ setting: 'CLUSTER_NODES', value: addressValue(asValue(seeds)) }, ...login], { library: 'phpredis', use });
}

function sentinel(host: Shape | null, port: Shape | null, use: string | null): Use[] {
  if (host === null) return [];
  const options: Table | null = host.kind === 'table' ? host : null;
  const address = asValue(options?.entries.get('host') ?? host);
  const number = options?.entries.get('port') ?? port;
  const digits = number === null || number === undefined ? null : fixedText(asValue(number));
  const whole = address.kind === 'text' && digits !== null ? joinedValue([address, textValue(`:${digits}`, address.place)], address.place) : address;
  return usesOfParts([{ setting: 'SENTINELS', value: whole }], { library: 'phpredis', use });
}

/** Without parameters Predis takes this machine's server. */
const local = (place: Place): Shape => textValue('redis://127.0.0.1:6379', place);

function predis(parameters: Shape, options: Shape | null, use: string | null): Use[] {
  const kind = { library: 'predis', use };
  const settings = options?.kind === 'table' ? options.entries : new Map<string, Shape>();
  const word = (key: string) => fixedText(asValue(settings.get(key) ?? { kind: 'none' }));
  const shared = settings.get('parameters');
  const login: ClientPart[] = shared?.kind === 'table' ? partsOf(shared).filter(({ setting }) => /^(PASSWORD|USERNAME|DB)$/.test(setting)) : [];
  if (parameters.kind !== 'items')
    return parameters.kind === 'table'
      ? usesOfParts([...partsOf(parameters), ...login], kind)
      : usesOfParts([{ setting: 'URL', value: addressValue(asValue(parameters)) }, ...login], kind);
  const servers = addressValue(asValue(parameters));
  if (word('replication') === 'sentinel') {
    const service = settings.get('service');
    return usesOfParts([{ setting: 'SENTINELS', value: bare(servers) }, ...(service ? [{ setting: 'SENTINEL_NAME' as const, value: asValue(service) }] : []), ...login], kind);
  }
  return usesOfParts([{ setting: settings.has('cluster') || settings.has('replication') ? 'CLUSTER_NODES' : 'URL', value: servers }, ...login], kind);
}

/** Sentinels stand as `host:port`. */
const bare = (value: ReturnType<typeof asValue>): typeof value =>
  value.kind === 'list' ? { ...value, items: value.items.map((item) => (item.kind === 'text' ? { ...item, text: item.text.replace(/^\w+:\/\//, '') } : item)) } : value;

function credis([host, port, db, password]: readonly (Shape | null)[], use: string | null): Use[] {
  if (!host) return [];
  const parts: ClientPart[] = hostParts(asValue(host));
  if (port) parts.push({ setting: 'PORT', value: asValue(port) });
  if (db) parts.push({ setting: 'DB', value: asValue(db) });
  if (password) parts.push({ setting: 'PASSWORD', value: asValue(password) });
  return usesOfParts(parts, { library: 'credis', use });
}
