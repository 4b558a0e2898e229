import type { SyntaxNode } from '@lezer/common';
import { type ClientPart, meaningOf, type Value, variablesIn } from '../settings/index.ts';
import { declaredAt, evaluate, type Project } from './evaluate.ts';
import { argumentsOf, createdType, methodName, partsOf, receiverOf, type Source, textOf } from './source.ts';

/** What constructors give: the parts of a connection, by the kinds of their arguments. */
export type Read = (given: readonly SyntaxNode[], project: Project, source: Source) => ClientPart[];

/** Kind of an argument: overloads are told apart by it. */
type Kind = 'string' | 'int' | 'boolean' | 'null' | 'other';

function kindOf(source: Source, node: SyntaxNode, depth = 0): Kind {
  switch (node.name) {
    case 'StringLiteral':
    case 'TextBlock':
      return 'string';
    case 'IntegerLiteral':
      return 'int';
    case 'BooleanLiteral':
      return 'boolean';
    case 'null':
      return 'null';
    case 'BinaryExpression':
      return /^"|[^\w]"|\+/.test(textOf(source, node).slice(0, 200)) ? 'string' : 'other';
    case 'ParenthesizedExpression':
    case 'TernaryExpression':
      return depth < 8 && node.lastChild ? kindOf(source, node.name === 'TernaryExpression' ? node.lastChild : (partsOf(node)[0] ?? node.lastChild), depth + 1) : 'other';
    case 'CastExpression':
      return kindOfType(textOf(source, partsOf(node)[0] ?? null));
    case 'Identifier': {
      const declared = declaredAt(source, textOf(source, node), node.from);
      if (declared?.type === '' && declared.initial && depth < 8) return kindOf(source, declared.initial, depth + 1);
      return declared ? kindOfType(declared.type) : kindOfName(textOf(source, node));
    }
    case 'FieldAccess':
      return kindOfName(textOf(source, node.lastChild));
    case 'MethodInvocation':
      return kindOfCall(source, node);
    default:
      return 'other';
  }
}

function kindOfType(type: string): Kind {
  if (type === 'String' || type === 'CharSequence') return 'string';
  if (/^(int|Integer|long|Long|short|Short)$/.test(type)) return 'int';
  return /^(boolean|Boolean)$/.test(type) ? 'boolean' : 'other';
}

/** What is declared in another file shows its kind by its name alone. */
function kindOfName(name: string): Kind {
  if (/port$|timeout|database$|(^|_)db$|index$/i.test(name)) return 'int';
  if (/ssl$|tls$/i.test(name)) return 'boolean';
  return /host(_?name)?$|address$|ur[il]$|pass(word|wd)?$|user(_?name)?$|server$|auth$|master(_?name)?$/i.test(name) ? 'string' : 'other';
}

function kindOfCall(source: Source, node: SyntaxNode): Kind {
  const name = methodName(source, node);
  if (/^(parseInt|parseLong|intValue|getInt(eger)?|asInt)$/.test(name)) return 'int';
  if (/^parseBoolean$|^is[A-Z]/.test(name)) return 'boolean';
  if (/^(getenv|getProperty|getString|getOrDefault|orElse|trim|toString|get|format|requireNonNullElse)$/.test(name))
    return textOf(source, receiverOf(node)) === 'Integer' ? 'int' : 'string';
  const byName = kindOfName(name);
  return name === 'valueOf'
    ? /^(Integer|Long)$/.test(textOf(source, receiverOf(node)))
      ? 'int'
      : 'string'
    : byName === 'other' && argumentsOf(node).length > 0
      ? 'string'
      : byName;
}

const looksLikeUrl = (value: Value): boolean => {
  if (value.kind === 'text') return value.text.includes('://') || /^[^:/]+:\d+$/.test(value.text);
  if (value.kind === 'joined') return true;
  const [name] = variablesIn(value);
  return name !== undefined && meaningOf(name)?.setting === 'URL';
};

/** `("host", 6379)`, `(config, "host", 6379, timeout, "password", 0)`, `(url)`, `(new HostAndPort(…), config)` and their like. */
const readServer: Read = (given, project, source) => {
  const kinds = given.map((node) => kindOf(source, node));
  const parts: ClientPart[] = [];
  const put = (setting: ClientPart['setting'], node: SyntaxNode | undefined) => {
    if (node) parts.push({ setting, value: evaluate(project, source, node) });
  };
  let at = kinds.findIndex((kind, index) => kind === 'string' || isEndpoint(source, given[index]));
  if (at === -1) return [];
  const first = given[at];
  if (isEndpoint(source, first)) put('URL', first);
  else if (kinds[at + 1] === 'int' && kinds[at] === 'string') {
    put('HOST', first);
    put('PORT', given[at + 1]);
    at += 1;
  } else put(looksLikeUrl(evaluate(project, source, first ?? null)) ? 'URL' : 'HOST', first);
  return [...parts, ...loginBehind(given, kinds, at + 1, project, source)];
};

/** Behind the address stand time-outs, then a password or a user and a password, the database, TLS; configurations anywhere. */
function loginBehind(given: readonly SyntaxNode[], kinds: readonly Kind[], from: number, project: Project, source: Source): ClientPart[] {
  const parts: ClientPart[] = [];
  const put = (setting: ClientPart['setting'], node: SyntaxNode | undefined) => {
    if (node) parts.push({ setting, value: evaluate(project, source, node) });
  };
  const isText = (kind: Kind | undefined) => kind === 'string' || kind === 'null';
  const text = kinds.findIndex((kind, index) => index >= from && isText(kind));
  if (text !== -1) {
    const isPair = isText(kinds[text + 1]);
    if (isPair) put('USERNAME', given[text]);
    put('PASSWORD', given[isPair ? text + 1 : text]);
    const next = isPair ? text + 2 : text + 1;
    if (kinds[next] === 'int') put('DB', given[next]);
  }
  const flag = kinds.findIndex((kind, index) => index >= from && kind === 'boolean');
  if (flag !== -1) put('TLS', given[flag]);
  for (const node of given) parts.push(...clientConfig(node, project, source));
  return parts;
}

/** `new HostAndPort(…)`, `URI.create(…)`, `new URI(…)`, in place or through a variable. */
function isEndpoint(source: Source, node: SyntaxNode | undefined, depth = 0): boolean {
  if (!node || depth > 4) return false;
  if (node.name === 'ObjectCreationExpression') return /^(HostAndPort|URI)$/.test(createdType(source, node));
  if (node.name === 'MethodInvocation') return textOf(source, receiverOf(node)) === 'URI' || /^HostAndPort$/.test(textOf(source, receiverOf(node)));
  const declared = node.name === 'Identifier' ? declaredAt(source, textOf(source, node), node.from) : null;
  return declared?.initial ? isEndpoint(source, declared.initial, depth + 1) : false;
}

const configSetters: Readonly<Record<string, ClientPart['setting']>> = { user: 'USERNAME', password: 'PASSWORD', database: 'DB', ssl: 'TLS' };

/** `DefaultJedisClientConfig.builder().password(…).build()`. */
function clientConfig(node: SyntaxNode, project: Project, source: Source): ClientPart[] {
  const initial = node.name === 'Identifier' ? (declaredAt(source, textOf(source, node), node.from)?.initial ?? null) : node;
  if (initial?.name !== 'MethodInvocation' || !/^(redis\.clients\.jedis\.)?DefaultJedisClientConfig\b/.test(textOf(source, initial))) return [];
  const parts: ClientPart[] = [];
  let at: SyntaxNode | null = initial;
  for (let depth = 0; at?.name === 'MethodInvocation' && depth < 40; depth += 1) {
    const setting = configSetters[methodName(source, at)];
    const [value] = argumentsOf(at);
    if (setting && value) parts.push({ setting, value: evaluate(project, source, value) });
    at = receiverOf(at);
  }
  return parts;
}

/** `("mymaster", sentinels, config, timeout, "password", 0)`. */
const readSentinels: Read = ([master, sentinels, ...rest], project, source) => [
  ...(master ? [{ setting: 'SENTINEL_NAME' as const, value: evaluate(project, source, master) }] : []),
  ...(sentinels ? [{ setting: 'SENTINELS' as const, value: evaluate(project, source, sentinels) }] : []),
  ...loginBehind(
    rest,
    rest.map((node) => kindOf(source, node)),
    0,
    project,
    source,
  ),
];

/** `(nodes, timeout, timeout, attempts, "password", config)`. */
const readCluster: Read = ([nodes, ...rest], project, source) => [
  ...(nodes ? [{ setting: 'CLUSTER_NODES' as const, value: evaluate(project, source, nodes) }] : []),
  ...loginBehind(
    rest,
    rest.map((node) => kindOf(source, node)),
    0,
    project,
    source,
  ).filter(({ setting }) => setting !== 'DB'),
];

/** Constructors of clients and of their addresses. */
export const constructors = new Map<string, { library: string; read: Read }>([
  ['Jedis', { library: 'jedis', read: readServer }],
  ['JedisPool', { library: 'jedis', read: readServer }],
  ['JedisPooled', { library: 'jedis', read: readServer }],
  ['UnifiedJedis', { library: 'jedis', read: readServer }],
  ['JedisShardInfo', { library: 'jedis', read: readServer }],
  ['JedisSentinelPool', { library: 'jedis', read: readSentinels }],
  [
    'JedisSentineled',
    {
      library: 'jedis',
      read: ([master, config, , nodes], project, source) =>
        readSentinels(
          [master, nodes, config].flatMap((node) => node ?? []),
          project,
          source,
        ),
    },
  ],
  ['JedisCluster', { library: 'jedis', read: readCluster }],
  ['RedisStandaloneConfiguration', { library: 'spring-data-redis', read: readServer }],
  ['LettuceConnectionFactory', { library: 'spring-data-redis', read: readServer }],
  ['RedisSentinelConfiguration', { library: 'spring-data-redis', read: readSentinels }],
  ['RedisClusterConfiguration', { library: 'spring-data-redis', read: readCluster }],
  ['RedisURI', { library: 'lettuce', read: readServer }],
]);

/** Static methods that make clients, by class and name. */
export const factories = new Map<string, { library: string; read: Read }>([
  ['RedisClient.create', { library: 'lettuce', read: readServer }],
  ['RedisURI.create', { library: 'lettuce', read: readServer }],
  ['RedisURI.Builder.redis', { library: 'lettuce', read: readServer }],
  ['RedisURI.Builder.sentinel', { library: 'lettuce', read: ([host, port, master], project, source) => sentinelStart(host, port, master, project, source) }],
  ['RedisClusterClient.create', { library: 'lettuce', read: readServer }],
  ['Redis.createClient', { library: 'vertx-redis', read: readServer }],
]);

function sentinelStart(host: SyntaxNode | undefined, port: SyntaxNode | undefined, master: SyntaxNode | undefined, project: Project, source: Source): ClientPart[] {
  const [hostValue, portValue] = [evaluate(project, source, host ?? null), evaluate(project, source, port ?? null)];
  const nodes: ClientPart[] =
    hostValue.kind === 'text' && portValue.kind === 'text' ? [{ setting: 'SENTINELS', value: { ...hostValue, text: `${hostValue.text}:${portValue.text}` } }] : [];
  return master ? [...nodes, { setting: 'SENTINEL_NAME', value: evaluate(project, source, master) }] : nodes;
}
