import type { FactData } from '../../../facts/index.ts';
import { type Keyspace, parseKeyspace } from '../../../redis/index.ts';
import type { Asker } from '../asker.ts';
import { answer, type Outcome } from '../question.ts';
import type { ServerView } from '../server-view.ts';
import { attackKeysOf, attackNames, suspectNames } from './attack-names.ts';
import { lastingCandidates, lastingOf } from './lasting.ts';
import { cacheKeys, prefixesOf } from './prefixes.ts';
import { figure, type KeyRow, readRows, readScan, readSigns, shownKey } from './rows.ts';
import { measureScript, signScript } from './scripts.ts';
import { searchableKeys, searchBigKey } from './search.ts';
import { dataBytes, missingBytes } from './suspicion.ts';

/** Names that are looked at. */
const sampleKeys = 100;
/** Keys that are measured in any case: each takes two commands. */
const measuredKeys = 2;
/** Values are looked at inside a server whose whole data is at most this. */
const smallDataBytes = 4 * 1024 * 1024;

const knownNames = [...attackNames, ...suspectNames];

/** The first question, to be sent together with others. */
export const sampleCommand = (server: ServerView): string[] => ['SCAN', '0', 'MATCH', matchOf(server), 'COUNT', String(sampleKeys)];

/**
 * What the keys are, from names of a bounded sample of the application's database. A server that looks well is asked at most ten
 * commands more; all keys of the sample are measured only where those few, or the size of the data, give a reason.
 */
export async function readKeys(outcome: Outcome | undefined, asker: Asker, server: ServerView): Promise<FactData<'keys'>> {
  const scanned = answer(outcome, readScan);
  if (scanned.state !== 'ok') return scanned;
  const databases = server.info === null ? null : parseKeyspace(server.info);
  const total = databases === null ? await countKeys(asker) : databases.reduce((keys, each) => keys + each.keys, 0);
  if (total === undefined) return { state: 'failed', why: 'the number of keys is unknown' };
  const keys = scanned.value.keys;
  const names = keys.map(shownKey);
  const expiry = databases?.find((each) => each.database === databaseOf(server));

  const isNothingElse = total === 0 && databases !== null;
  const few = isNothingElse ? noLook : await takeFewLooks(keys, names, expiry, asker, server);
  const rows = few.isExpiryDoubtful || isOutsizedSuspected(server, total, few.rows) ? await measureAll(keys, asker, server) : [];
  const sizes = [...few.rows, ...rows];
  const missing = rows.length > 0 && total <= searchableKeys ? missingBytes(server, total, mean(rows), 0.6) : null;
  const isFound = missing !== null && sizes.some(({ bytes }) => bytes !== null && bytes >= missing / 2);
  const searched = missing === null || isFound ? { looked: 0, top: [] } : await searchBigKey(asker, server, scriptCommand(server), matchOf(server), missing / 2);

  return {
    state: 'ok',
    value: {
      total,
      databases: databases ?? [],
      sampled: Math.max(names.length, searched.looked),
      biggest: biggestOf([...sizes, ...searched.top]),
      prefixes: prefixesOf(rows.length > 0 ? rows.flatMap(({ key, expires }) => (expires === null ? [] : [{ key, expires }])) : byKeyspace(names, expiry)),
      attackKeys: attackKeysOf(few.signs),
      lasting: lastingOf(names, new Map(sizes.map(({ key, type }) => [key, type]))),
    },
  };
}

interface FewLooks {
  rows: KeyRow[];
  signs: { key: string; sign: string }[];
  /** Keys that are named like a cache's have no expiry, as far as was asked. */
  isExpiryDoubtful: boolean;
}
const noLook: FewLooks = { rows: [], signs: [], isExpiryDoubtful: false };

/** Type and memory of a few keys, expiry of two that are named like a cache's, and signs of attacks: one round trip. */
async function takeFewLooks(keys: readonly Buffer[], names: readonly string[], expiry: Keyspace | undefined, asker: Asker, server: ServerView): Promise<FewLooks> {
  const keyOf = (name: string): Buffer | string => keys[names.indexOf(name)] ?? name;
  const chosen = [...new Set([...lastingCandidates(names), ...names.filter((_, index) => index % 37 === 11), ...names])].slice(0, measuredKeys);
  const measured = [...chosen, ...slowKeys(server).filter((key) => !chosen.includes(key))];
  const isMixed = expiry !== undefined && expiry.expires > 0 && expiry.expires < expiry.keys;
  const mayStay = !(server.info?.get('maxmemory_policy') ?? '').startsWith('allkeys-');
  const doubtful = isMixed && mayStay ? cacheKeys(names, server.target.fact.use === 'cache').slice(0, 2) : [];
  const outcomes = await asker.askKeys([
    ...measured.flatMap((name) => [
      ['TYPE', keyOf(name)],
      ['MEMORY', 'USAGE', keyOf(name), 'SAMPLES', '5'],
    ]),
    ...doubtful.map((name) => ['PTTL', keyOf(name)]),
    ...signCommands(keys, server),
  ]);
  const rows = measured.flatMap((key, index) => {
    const type = answer(outcomes[2 * index], (reply) => (typeof reply === 'string' ? reply : undefined));
    const bytes = answer(outcomes[2 * index + 1], figure);
    return type.state === 'ok' && type.value !== 'none' ? [{ key, type: type.value, bytes: bytes.state === 'ok' ? bytes.value : null, expires: null }] : [];
  });
  const after = 2 * measured.length;
  const lives = outcomes.slice(after, after + doubtful.length);
  return { rows, signs: await signsOf(outcomes[after + doubtful.length], names, asker, server), isExpiryDoubtful: lives.length > 0 && lives.every((ttl) => ttl === -1) };
}

/** Keys of slow commands are often the outsized ones. A key that the log has cut is none. */
function slowKeys(server: ServerView): string[] {
  const keys = (server.known('slowlog')?.entries ?? []).flatMap(({ command, key }) =>
    key === null || command === 'KEYS' || key.includes('... (') || key.endsWith('…') ? [] : [key],
  );
  return [...new Set(keys)].slice(0, 3);
}

/** How signs of attacks are looked for: by value where all data is small, by name elsewhere; a cluster answers neither for keys of several slots. */
function signCommands(keys: readonly Buffer[], server: ServerView): (string | Buffer)[][] {
  if (server.isCluster) return [];
  const data = dataBytes(server);
  if (data === undefined || data > smallDataBytes) return [['EXISTS', ...knownNames]];
  return [signCommand([...keys, ...knownNames], databaseOf(server) === 0 ? [] : knownNames, server)];
}

const signCommand = (here: readonly (Buffer | string)[], there: readonly string[], server: ServerView) => [
  scriptCommand(server),
  signScript,
  '0',
  String(here.length),
  ...here,
  ...there,
];

async function signsOf(outcome: Outcome | undefined, names: readonly string[], asker: Asker, server: ServerView): Promise<{ key: string; sign: string }[]> {
  const byName = names.map((key) => ({ key, sign: '' }));
  const signs = answer(outcome, readSigns);
  if (signs.state === 'ok') return [...byName, ...signs.value];
  const present = answer(outcome, figure);
  if (present.state !== 'ok' || present.value === 0) return byName;
  // Some of the names are there, in a large database: which ones, and what the short ones hold.
  const [which] = await asker.askKeys([[scriptCommand(server), measureScript, '0', ...knownNames]]);
  const found = answer(which, readRows);
  if (found.state !== 'ok') return byName;
  const short = found.value.filter(({ type, bytes }) => type === 'string' && bytes !== null && bytes <= 8192).map(({ key }) => key);
  const looked = answer((await asker.askKeys(short.length > 0 ? [signCommand(short, [], server)] : []))[0], readSigns);
  return [...byName, ...found.value.map(({ key }) => ({ key, sign: '' })), ...(looked.state === 'ok' ? looked.value : [])];
}

/** The few that were measured leave three quarters of the data unexplained, and so few keys that the one can be found. */
const isOutsizedSuspected = (server: ServerView, total: number, rows: readonly KeyRow[]): boolean =>
  total > 0 &&
  total <= searchableKeys &&
  missingBytes(server, total, rows.some(({ bytes }) => bytes !== null) ? Math.max(...rows.map(({ bytes }) => bytes ?? 0)) : undefined, 0.25) !== null;

async function measureAll(keys: readonly Buffer[], asker: Asker, server: ServerView): Promise<KeyRow[]> {
  const measured = answer((await asker.askKeys([[scriptCommand(server), measureScript, '0', ...keys]]))[0], readRows);
  return measured.state === 'ok' ? measured.value : [];
}

function mean(rows: readonly KeyRow[]): number | undefined {
  const sizes = rows.flatMap(({ bytes }) => bytes ?? []);
  return sizes.length === 0 ? undefined : sizes.reduce((sum, bytes) => sum + bytes, 0) / sizes.length;
}

function biggestOf(rows: readonly KeyRow[]): { key: string; type: string; bytes: number }[] {
  const byKey = new Map<string, { key: string; type: string; bytes: number }>();
  for (const { key, type, bytes } of rows) if (bytes !== null) byKey.set(key, { key, type, bytes });
  return [...byKey.values()].sort((a, b) => b.bytes - a.bytes).slice(0, 10);
}

/** Where no key or every key of the database expires, each key of the sample is known without asking. */
function byKeyspace(names: readonly string[], expiry: Keyspace | undefined): { key: string; expires: boolean }[] {
  if (expiry === undefined || (expiry.expires > 0 && expiry.expires < expiry.keys)) return [];
  return names.map((key) => ({ key, expires: expiry.expires > 0 }));
}

/** EVAL_RO, since 7.0, is also allowed where writing is not. */
const scriptCommand = (server: ServerView): string => (server.isAtLeast('7.0') ? 'EVAL_RO' : 'EVAL');

const databaseOf = (server: ServerView): number => (server.isCluster ? 0 : (server.target.fact.database ?? 0));

/** One pattern of the account's rules can be asked for; with several, keys outside of them stay unmeasured. */
function matchOf(server: ServerView): string {
  const patterns = server.keyPatterns?.split(' ').filter((pattern) => pattern !== '') ?? [];
  const only = patterns.length === 1 ? /^(?:~|%[RW]+~)(.+)$/.exec(patterns[0] ?? '')?.[1] : undefined;
  return only ?? '*';
}

async function countKeys(asker: Asker): Promise<number | undefined> {
  const counted = answer((await asker.askKeys([['DBSIZE']]))[0], figure);
  return counted.state === 'ok' ? counted.value : undefined;
}
