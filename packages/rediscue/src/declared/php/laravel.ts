import { dirname } from 'node:path/posix';
import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../facts/index.ts';
import type { DeclaredObject, Files, ReadingProblem, Use } from '../reading.ts';
import { asValue, type Shape, type Table } from '../ruby/shape.ts';
import { none, type Value, variablesIn } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { addressValue, namesServer, partsOf, useOfName, usesOfParts, usesOfTable } from './client.ts';
import { Evaluator } from './evaluate.ts';
import { scopeOf } from './scope.ts';
import { childrenOf, parsePhp } from './tree.ts';

/**
 * Which driver Laravel takes for one of its parts, as `data` of an object of the kind `laravel-driver`. Its connections count only
 * where a driver is Redis': every Laravel project declares them, used or not.
 */
export interface LaravelDriver {
  /** Variables that choose it, the stronger first. */
  variables: string[];
  /** What counts when none is set. */
  fallback: string | null;
  /** Names of the stores or connections that are Redis'. */
  redis: string[];
  /** Redis connection that it uses, where the file fixes one. */
  connection: string | null;
}

/** `data` of an object of the kind `laravel-redis`: the connections of `config/database.php`. */
export interface LaravelRedis {
  folder: string;
  /** Something in the files chooses Redis; only then the uses stand among the reading's own. */
  isChosen: boolean;
  uses: Use[];
}

export const laravelFile = /(?:^|\/)[cC]onfig\/(database|cache|session|queue|broadcasting)\.php$/;

export interface LaravelReading {
  uses: Use[];
  objects: DeclaredObject[];
  problems: ReadingProblem[];
  /** Files that are Laravel's own settings. */
  files: Set<string>;
}

interface Application {
  uses: Use[];
  drivers: { name: string; place: Place; driver: LaravelDriver }[];
  place: Place | null;
}

/** Reads the settings of all Laravel applications. `usesFacade`: folders of files that call Redis directly. */
export function readLaravel(paths: readonly string[], files: Files, usesFacade: (folder: string) => boolean): LaravelReading {
  const reading: LaravelReading = { uses: [], objects: [], problems: [], files: new Set() };
  const applications = new Map<string, Application>();
  for (const path of paths) {
    const name = laravelFile.exec(path)?.[1];
    const text = name === undefined ? null : files.text(path);
    if (name === undefined || text === null) continue;
    const table = returned(path, text, reading.problems);
    if (table === null) continue;
    const folder = dirname(dirname(path));
    const application = applications.get(folder) ?? { uses: [], drivers: [], place: null };
    if (!(name === 'database' ? readDatabase(path, table, application) : readDriver(name, path, table, application))) continue;
    applications.set(folder, application);
    reading.files.add(path);
  }
  for (const [folder, { uses, drivers, place }] of applications) {
    const isChosen = drivers.some(({ driver }) => isRedis(driver, folder, files)) || usesFacade(folder);
    if (isChosen) reading.uses.push(...uses);
    for (const { name, place: own, driver } of drivers) reading.objects.push({ kind: 'laravel-driver', name, place: own, data: driver });
    const data: LaravelRedis = { folder, isChosen, uses };
    if (place !== null) reading.objects.push({ kind: 'laravel-redis', name: folder, place, data });
  }
  return reading;
}

/** What the file returns, when that is an array. */
function returned(path: string, text: string, problems: ReadingProblem[]): Table | null {
  const source = parsePhp(path, text);
  if (!('tree' in source)) {
    problems.push({ place: { file: path, line: 1 }, why: source.why });
    return null;
  }
  let last: SyntaxNode | null = null;
  for (let node = source.tree.topNode.firstChild; node !== null; node = node.nextSibling) if (node.name === 'ReturnStatement') last = node;
  const shape = last === null ? null : new Evaluator(source, scopeOf(source)).shape(childrenOf(last, 2)[1]);
  return shape?.kind === 'table' ? shape : null;
}

const entry = (table: Table, key: string): Shape => table.entries.get(key) ?? none;
const tableAt = (table: Table, key: string): Table | null => {
  const found = entry(table, key);
  return found.kind === 'table' ? found : null;
};

/** `'redis' => ['client' => …, 'options' => …, 'default' => […], 'cache' => […], 'clusters' => […]]` */
function readDatabase(path: string, table: Table, application: Application): boolean {
  const redis = tableAt(table, 'redis');
  if (redis === null || !table.entries.has('connections')) return false;
  application.place = redis.place;
  for (const [name, connection] of redis.entries) {
    if (connection.kind !== 'table' || name === 'options' || name === 'client') continue;
    if (name === 'clusters') for (const [own, members] of connection.entries) application.uses.push(...clusterUses(own, members));
    else if (namesServer(connection)) application.uses.push(...usesOfTable(connection, { library: 'laravel', use: connectionUse(name) }).map((use) => neutral(use, name)));
  }
  return path !== '';
}

const connectionUse = (name: string): string | null => (name === 'default' ? null : useOfName(name));

/** Of the default connection the names of its variables say no other use. */
const neutral = (use: Use, name: string): Use =>
  name === 'default' ? { ...use, means: use.means.replace(/^REDIS_(?:.*_)?(URL|HOST|PORT|DB|USERNAME|PASSWORD|TLS)$/, 'REDIS_$1') } : use;

function clusterUses(name: string, members: Shape): Use[] {
  const list = members.kind === 'items' ? members.items : [];
  const [first] = list;
  if (first?.kind !== 'table') return [];
  const login = partsOf(first).filter(({ setting }) => setting === 'PASSWORD' || setting === 'USERNAME');
  return usesOfParts([{ setting: 'CLUSTER_NODES', value: addressValue(asValue(members)) }, ...login], { library: 'laravel', use: connectionUse(name) });
}

function readDriver(name: string, path: string, table: Table, application: Application): boolean {
  const choice = asValue(entry(table, name === 'session' ? 'driver' : 'default'));
  if (choice.kind !== 'variable' && choice.kind !== 'text') return false;
  const stores = tableAt(table, name === 'cache' ? 'stores' : 'connections');
  if (stores === null && name !== 'session') return false;
  const redis =
    name === 'session'
      ? ['redis']
      : [...(stores?.entries ?? [])].flatMap(([own, store]) => (store.kind === 'table' && fixedText(asValue(entry(store, 'driver'))) === 'redis' ? [own] : []));
  const store = stores === null || redis[0] === undefined ? table : tableAt(stores, redis[0]);
  const connection = store === null ? null : fixedText(asValue(entry(store, 'connection')));
  application.drivers.push({ name, place: placeOf(choice) ?? { file: path, line: 1 }, driver: { variables: variablesIn(choice), fallback: fixedText(choice), redis, connection } });
  return true;
}

const placeOf = (value: Value): Place | null => ('place' in value ? value.place : null);

/** Files that may set a driver's variable: env files and what starts programs, no templates. */
const setters = /(^|\/)(\.env(\.[\w.-]+)?|[\w.-]*compose[\w.-]*\.ya?ml|Dockerfile[\w.-]*|[\w.-]+\.(env|ya?ml|tf|service|toml|conf))$/;
const templates = /(example|sample|template|dist|testing|\btest\b)/i;
const maxSetters = 300;

/** Whether the driver is Redis' by default, or one of the project's files or the environment makes it so. */
function isRedis({ variables, fallback, redis }: LaravelDriver, folder: string, files: Files): boolean {
  if (fallback !== null && redis.includes(fallback)) return true;
  if (variables.some((name) => redis.includes(files.environment[name] ?? ''))) return true;
  if (variables.length === 0 || redis.length === 0) return false;
  const names = [...variables, ...redis].every((word) => /^[\w-]+$/.test(word)) ? { set: variables.join('|'), to: redis.join('|') } : null;
  if (names === null) return false;
  const sets = new RegExp(`^[\\s-]*(?:export |ENV )?["']?(?:${names.set})["']?\\s*[:= ]\\s*["']?(?:${names.to})\\b`, 'm');
  const candidates = files.paths.filter(
    (path) => setters.test(path) && !templates.test(path) && (folder === '.' || path.startsWith(`${folder}/`) || !path.includes('/') || /compose|\.env/.test(path)),
  );
  return candidates.slice(0, maxSetters).some((path) => mentions(files.text(path), sets));
}

function mentions(text: string | null, pattern: RegExp): boolean {
  return text?.includes('redis') === true && pattern.test(text);
}
