import { basename, dirname } from 'node:path/posix';
import type { DeclaredObject, Files, ReadingProblem, Use } from '../reading.ts';
import { asValue, type Shape, type Table } from '../ruby/shape.ts';
import { readDialect } from '../ruby/yaml.ts';
import { type ClientPart, linesOf, meaningOf, none, textValue, usesOfSetting, type Value, variablesIn } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { addressValue, hostParts, isRedisAddress, loginParts, partsOf, useOfName, usesOfParts, usesOfShape } from './client.ts';
import { Parameters, parameterValue } from './env-processors.ts';

/** What one environment of a Symfony application connects to beyond all, as `data` of an object of the kind `symfony-environment`. */
interface SymfonyEnvironment {
  folder: string;
  environment: string;
  /** The environment that `APP_ENV` names, else `prod`: its uses stand among the reading's own. */
  counts: boolean;
  uses: Use[];
}

/** A transport or store whose variable alone says whether it is Redis': `data` of an object of the kind `symfony-transport`. */
interface SymfonyTransport {
  variable: string;
  fallback: string | null;
  /** What it would be if it is Redis': `REDIS_QUEUE_URL`. */
  means: string;
}

export const symfonyFile = /(?:^|\/)config\/(?:packages\/(?:[\w-]+\/)?|)([\w.-]+)\.ya?ml$/;

const glance = /%env\(|snc_redis|redis:\/\/|Redis/;

interface Found {
  environment: string | null;
  use: Use;
}

export function readSymfony(paths: readonly string[], files: Files): { uses: Use[]; objects: DeclaredObject[]; problems: ReadingProblem[] } {
  const uses: Use[] = [];
  const objects: DeclaredObject[] = [];
  const problems: ReadingProblem[] = [];
  const applications = Map.groupBy(
    paths.filter((path) => symfonyFile.test(path)),
    (path) => path.replace(/(?:^|\/)(?:app\/)?config\/.*$/s, '') || '.',
  );
  for (const [folder, own] of applications) {
    const at = (name: string) => (folder === '.' ? name : `${folder}/${name}`);
    if (!['composer.json', 'symfony.lock', 'bin/console', 'src/Kernel.php'].some((name) => files.kind(at(name)) === 'file')) continue;
    const reader = new Application(files, own);
    problems.push(...reader.problems);
    objects.push(...reader.objects);
    const counting = files.environment.APP_ENV ?? 'prod';
    uses.push(...reader.found.filter(({ environment }) => environment === null || environment === counting).map(({ use }) => use));
    for (const [environment, of] of Map.groupBy(reader.found, (each) => each.environment)) {
      const [first] = of;
      if (environment === null || first === undefined) continue;
      const data: SymfonyEnvironment = { folder, environment, counts: environment === counting, uses: of.map(({ use }) => use) };
      objects.push({ kind: 'symfony-environment', name: environment, place: first.use.place, data });
    }
  }
  return { uses, objects, problems };
}

class Application {
  readonly found: Found[] = [];
  readonly objects: DeclaredObject[] = [];
  readonly problems: ReadingProblem[] = [];
  readonly #parameters = new Parameters();
  #environment: string | null = null;

  constructor(files: Files, paths: readonly string[]) {
    const texts = paths.flatMap((file) => {
      const text = files.text(file);
      return text !== null && glance.test(text) ? [{ file, text }] : [];
    });
    // Parameters of any file count in all others.
    for (const { file, text } of texts) if (text.includes('parameters')) this.#collect(this.#read(file, text, null));
    for (const { file, text } of texts) {
      const table = this.#read(file, text, this.#parameters);
      const own = /\/packages\/([\w-]+)\/[^/]+$/.exec(`/${file}`)?.[1] ?? /(?:^|\/)services_(\w+)\.ya?ml$/.exec(file)?.[1] ?? null;
      if (table === null || own === 'test' || basename(dirname(file)) === 'test') continue;
      this.#environment = own;
      this.#root(table);
      for (const [key, section] of table.entries) {
        const environment = /^when@([\w-]+)$/.exec(key)?.[1];
        if (environment === undefined || environment === 'test' || section.kind !== 'table') continue;
        this.#environment = environment;
        this.#root(section);
      }
    }
  }

  /** Without parameters scalars stay as they are written. */
  #read(file: string, text: string, parameters: Parameters | null): Table | null {
    const lines = linesOf(file, text);
    const scalar = (value: string, from: number): Value => {
      const place = lines.at(/["']/.test(text[from] ?? '') ? from + 1 : from);
      return parameters === null ? textValue(value, place) : parameterValue(value, place, parameters);
    };
    const { shape, problem } = readDialect({ text, scalar, key: (name) => name }, lines);
    if (parameters !== null && problem !== null && /redis|valkey/i.test(text)) this.problems.push(problem);
    return shape.kind === 'table' ? shape : null;
  }

  #collect(table: Table | null): void {
    const parameters = table?.entries.get('parameters');
    if (parameters?.kind === 'table') for (const [name, shape] of parameters.entries) if (shape.kind !== 'table') this.#parameters.set(name, asValue(shape));
  }

  #add = (uses: readonly Use[]): void => {
    this.found.push(...uses.map((use) => ({ environment: this.#environment, use })));
  };

  #root(table: Table): void {
    const before = this.found.length;
    this.#clients(at(table, 'snc_redis', 'clients'));
    this.#provider(at(table, 'framework', 'cache', 'default_redis_provider'), 'CACHE', true);
    for (const pool of tablesIn(at(table, 'framework', 'cache', 'pools'))) this.#provider(pool.entries.get('provider'), 'CACHE', false);
    this.#provider(at(table, 'framework', 'session', 'handler_id'), 'SESSION', false);
    this.#provider(at(table, 'framework', 'lock'), 'LOCK', false);
    const transports = at(table, 'framework', 'messenger', 'transports');
    if (transports?.kind === 'table')
      for (const transport of transports.entries.values()) this.#provider(transport.kind === 'table' ? transport.entries.get('dsn') : transport, 'QUEUE', false);
    for (const service of tablesIn(table.entries.get('services'))) this.#service(service);
    const told = new Set(this.found.slice(before).map(({ use }) => use.variable));
    this.#byName(table, told, 0);
  }

  #clients(clients: Shape | undefined): void {
    if (clients?.kind !== 'table') return;
    for (const [name, client] of clients.entries) {
      if (client.kind !== 'table') continue;
      const dsn = client.entries.get('dsn') ?? client.entries.get('dsns');
      const alias = fixedText(asValue(client.entries.get('alias') ?? none)) ?? name;
      if (dsn !== undefined) this.#add(usesOfShape(dsn, { library: 'snc_redis', use: alias === 'default' ? null : useOfName(alias) }));
    }
  }

  /** An address of which the value says whether it is Redis': `doctrine://…` is not. */
  #provider(shape: Shape | undefined, use: string, isRedis: boolean): void {
    const value = shape === undefined ? none : asValue(shape);
    const [variable] = variablesIn(value);
    const fallback = fixedText(value);
    const isNamed = variable !== undefined && /redis|valkey/i.test(variable) && (fallback === null || fallback === '' || isRedisAddress(value));
    if (isRedis ? variable !== undefined || isRedisAddress(value) : isNamed || isRedisAddress(value))
      this.#add(usesOfParts([{ setting: 'URL', value: addressValue(value) }], { library: 'symfony', use }));
    else if (variable !== undefined && value.kind === 'variable') {
      const data: SymfonyTransport = { variable, fallback, means: `REDIS_${use}_URL` };
      this.objects.push({ kind: 'symfony-transport', name: variable, place: value.place, data });
    }
  }

  /** A service that is a client: its arguments, and what is called on it. */
  #service(service: Table): void {
    const name = (fixedText(asValue(service.entries.get('class') ?? none)) ?? '').replace(/^\\/, '');
    const given = service.entries.get('arguments');
    const [first] = given?.kind === 'items' ? given.items : given?.kind === 'table' ? [...given.entries.values()] : [];
    const factory = service.entries.get('factory');
    const makes = factory?.kind === 'items' ? (fixedText(asValue(factory.items[0] ?? none)) ?? '') : '';
    if (/^(Predis\\Client|Predis\\ClientInterface)$/.test(name) && first !== undefined)
      this.#add(usesOfShape(first.kind === 'items' && first.items[0] ? first.items[0] : first, { library: 'predis', use: null }));
    else if (/RedisAdapter$/.test(makes) && first !== undefined) this.#add(usesOfShape(first, { library: 'symfony', use: null }));
    else if (name === 'Redis') {
      const calls = service.entries.get('calls');
      const parts = calls?.kind === 'items' ? calls.items.flatMap((call) => callParts(call)) : [];
      if (first?.kind === 'table') parts.push(...partsOf(first));
      this.#add(usesOfParts(parts, { library: 'phpredis', use: null }));
    }
  }

  /** Any other place that reads a variable named after Redis. */
  #byName(shape: Shape, told: ReadonlySet<string | null>, depth: number): void {
    if (depth > 10) return;
    if (shape.kind === 'table') {
      for (const [key, entry] of shape.entries) if (!key.startsWith('when@')) this.#byName(entry, told, depth + 1);
    } else if (shape.kind === 'items') for (const item of shape.items) this.#byName(item, told, depth + 1);
    else if (shape.kind === 'variable') {
      const meaning = meaningOf(shape.name);
      if (meaning !== null && !told.has(shape.name)) this.#add(usesOfSetting(meaning, addressValue(shape), null));
    }
  }
}

/** `- connect: ['%env(REDIS_HOST)%', 6379]` and `- [connect, [...]]` */
function callParts(call: Shape): ClientPart[] {
  const [method, given] = call.kind === 'table' ? callOf(call) : call.kind === 'items' ? [fixedText(asValue(call.items[0] ?? none)), call.items[1]] : [null, undefined];
  const list = given?.kind === 'items' ? given.items : [];
  const [first, second] = list;
  if (first === undefined) return [];
  if (method === 'auth') return loginParts(first);
  if (method === 'select') return [{ setting: 'DB', value: asValue(first) }];
  if (method !== 'connect' && method !== 'pconnect') return [];
  return [...hostParts(asValue(first)), ...(second === undefined ? [] : [{ setting: 'PORT' as const, value: asValue(second) }])];
}

function callOf(call: Table): [string | null, Shape | undefined] {
  const method = call.entries.get('method');
  if (method !== undefined) return [fixedText(asValue(method)), call.entries.get('arguments')];
  const [first] = call.entries;
  return first === undefined ? [null, undefined] : first;
}

function at(table: Table, ...keys: string[]): Shape | undefined {
  let shape: Shape | undefined = table;
  for (const key of keys) shape = shape?.kind === 'table' ? shape.entries.get(key) : undefined;
  return shape;
}

const tablesIn = (shape: Shape | undefined): Table[] => (shape?.kind === 'table' ? [...shape.entries.values()].filter((entry) => entry.kind === 'table') : []);
