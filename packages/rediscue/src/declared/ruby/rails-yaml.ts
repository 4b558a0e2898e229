import type { Files, ReadingProblem, Use } from '../reading.ts';
import { linesOf, meaningOf, usesOfSetting, variablesIn } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { type ClientKind, isRedisAddress, namesServer, usesOfAddress, usesOfOptions } from './client.ts';
import { applicationOf, environmentOf, isRubyApplication, isTest, settingsName } from './paths.ts';
import { asValue, type Shape, type Table } from './shape.ts';
import { readYaml } from './yaml.ts';

/** A use of one Rails environment; null: of all. */
export interface EnvironmentUse {
  environment: string | null;
  use: Use;
}

const usual = /^(development|production|test|staging)$/;
/** Sections that others take their settings from. */
const shared = /^(default|defaults|shared|base|common|all)$/;
/** How deep a setting named after Redis is looked for. */
const maxDepth = 5;

/** What a settings file of a Ruby application connects to. */
export function readSettings(file: string, files: Files): { uses: EnvironmentUse[]; problems: ReadingProblem[] } {
  const text = files.text(file);
  const name = settingsName(file);
  const isNamed = /redis|valkey|cable|sidekiq|resque/.test(name);
  if (text === null || (!isNamed && !/redis|valkey/i.test(text))) return { uses: [], problems: [] };
  if (!text.includes('<%') && !isRubyApplication(applicationOf(file), files)) return { uses: [], problems: [] };
  const { shape, problem } = readYaml(text, linesOf(file, text));
  const problems = problem === null ? [] : [problem].map(({ place, why }) => ({ place, why }));
  if (shape.kind !== 'table') return { uses: [], problems };
  const environments = [...shape.entries.keys()].some((key) => usual.test(key)) ? [...shape.entries].filter(([key]) => !shared.test(key) && !isTest(key)) : null;
  if (environments === null) {
    const environment = environmentOf(file);
    const own = environment !== null && usual.test(environment) ? environment : null;
    return { uses: own !== null && isTest(own) ? [] : usesOf(name, shape).map((use) => ({ environment: own, use })), problems };
  }
  // A file may hold settings beside the sections; those stand in each of them.
  const found = environments.flatMap(([environment, section]) => usesOf(name, section).map((use) => ({ environment, use })));
  return { uses: joined(found, environments.length), problems };
}

/** What all environments take from one section is told once. */
function joined(found: readonly EnvironmentUse[], count: number): EnvironmentUse[] {
  const groups = Map.groupBy(found, ({ use }) => JSON.stringify([use.variable, use.means, use.place.line, use.place.column]));
  return [...groups.values()].flatMap((group) => (group.length >= count && group[0] ? [{ ...group[0], environment: null }] : group));
}

function usesOf(name: string, shape: Shape): Use[] {
  if (name === 'cable' || name === 'anycable') return cableUses(shape, name);
  if (name === 'resque') return clientUses(shape, { library: 'resque', use: 'QUEUE', hasDefault: false });
  if (name.startsWith('sidekiq')) return namedUses(shape, { library: 'sidekiq', use: 'QUEUE', hasDefault: false }, 0, true);
  // `redis.cache.yml`, `redis_session.yml`
  const use = /^redis[._-](cache|session|queue|pubsub|lock|cable)s?$/.exec(name)?.[1] ?? /^(cache|session|queue)s?[._-]redis$/.exec(name)?.[1] ?? null;
  const kind: ClientKind = { library: null, use: use?.toUpperCase() ?? null, hasDefault: false };
  return /^redis/.test(name) || use !== null ? clientUses(shape, kind) : namedUses(shape, kind, 0, false);
}

function cableUses(shape: Shape, name: string): Use[] {
  if (shape.kind !== 'table') return [];
  const adapter = shape.entries.get('adapter') ?? shape.entries.get('broadcast_adapter');
  const value = adapter === undefined ? null : asValue(adapter);
  const said = value === null ? null : fixedText(value);
  // An adapter that a variable chooses may be Redis' when an address of one is given.
  const isRedis =
    said === 'redis' || (said === null && value !== null && variablesIn(value).length > 0 && shape.entries.has('url')) || (name === 'anycable' && shape.entries.has('redis_url'));
  return isRedis ? usesOfOptions(shape, { library: name === 'cable' ? 'actioncable' : 'anycable', use: 'CABLE', hasDefault: true }) : [];
}

/** A file that is all about Redis: an address, options, or both under the names of uses. */
function clientUses(shape: Shape, kind: ClientKind, depth = 0): Use[] {
  if (shape.kind !== 'table') {
    const value = asValue(shape);
    return value.kind === 'text' && !/^[\w.[\]-]+:\d+|^\w+:\/\//.test(value.text) ? [] : usesOfAddress(shape, kind);
  }
  if (namesServer(shape)) return usesOfOptions(shape, kind);
  if (depth >= maxDepth) return [];
  return [...shape.entries].flatMap(([key, entry]) => {
    const use = /^(cache|session|queue|pubsub|lock|cable|job)s?$/.exec(key)?.[1]?.toUpperCase() ?? kind.use;
    return entry.kind === 'table' || isRedisAddress(asValue(entry)) ? clientUses(entry, { ...kind, use }, depth + 1) : [];
  });
}

/** A file about many things: only what is named after Redis counts. `isOwn`: an address at its top is Redis' too. */
function namedUses(table: Shape, kind: ClientKind, depth: number, isOwn: boolean): Use[] {
  if (table.kind !== 'table' || depth > maxDepth) return [];
  if (isOwn && namesServer(table)) return usesOfOptions(table, kind);
  return [...table.entries].flatMap(([key, entry]): Use[] => {
    if (!/redis|valkey/.test(key)) return entry.kind === 'table' ? namedUses(entry, kind, depth + 1, false) : [];
    if (entry.kind === 'table') return namesServer(entry) ? usesOfOptions(entry, kind, key) : namedUses(prefixed(key, entry), kind, depth + 1, false);
    const value = asValue(entry);
    const meaning = meaningOf(key) ?? (/^(redis|valkey)$/.test(key) && isRedisAddress(value) ? { setting: 'URL' as const, use: null } : null);
    if (meaning === null || (value.kind === 'text' && meaning.setting === 'URL' && !isRedisAddress(value))) return [];
    return usesOfSetting({ ...meaning, use: kind.use ?? meaning.use }, value, kind.library);
  });
}

/** `redis: { cache: { url: … } }`: what is inside is Redis' too. */
const prefixed = (key: string, { entries, ...table }: Table): Table => ({ ...table, entries: new Map([...entries].map(([name, shape]) => [`${key}_${name}`, shape])) });
