import type { FactData } from '../../../facts/index.ts';
import { type Keyspace, numberOf, parseKeyspace, text } from '../../../redis/index.ts';
import type { Asker } from '../asker.ts';
import { answer } from '../question.ts';
import type { ServerView } from '../server-view.ts';
import { attackKeysOf, attackNames, suspectNames } from './attack-names.ts';
import { lastingOf } from './lasting.ts';
import { prefixesOf } from './prefixes.ts';
import { type KeyRow, readSample } from './rows.ts';
import { sampleScript } from './sample-script.ts';
import { searchBigKey } from './search.ts';
import { sampleWithoutScript } from './without-script.ts';

/** Keys of the sample: about half a millisecond of the server's time. */
const sampleKeys = 100;

/** Commands of the first step, to be sent together with other questions. */
export function sampleCommands(server: ServerView): string[][] {
  const names = [...new Set([...slowKeys(server), ...attackNames, ...suspectNames])];
  const inDatabaseZero = database(server) === 0 ? [] : [...attackNames, ...suspectNames];
  return [[scriptCommand(server), sampleScript, '0', String(sampleKeys), matchOf(server), String(names.length), ...names, ...inDatabaseZero]];
}

/** What the keys are, from a bounded sample of the application's database. */
export async function readKeys(outcome: Parameters<typeof answer>[0], asker: Asker, server: ServerView): Promise<FactData<'keys'>> {
  const databases = server.info === null ? null : parseKeyspace(server.info);
  const answered = answer(outcome, readSample);
  if (answered.state === 'unknown-command' || (answered.state === 'refused' && mayTryWithout(answered.reply, server))) {
    return sampleWithoutScript(asker, server, databases);
  }
  if (answered.state !== 'ok') return answered;
  const { sampled, named, isCutShort } = answered.value;
  if (isCutShort && sampled.length === 0) return { state: 'refused', reply: 'the account may not touch the first of the sampled keys' };
  const total = databases === null ? await countKeys(asker) : sum(databases);
  if (total === undefined) return { state: 'failed', why: 'the number of keys is unknown' };
  const searched = await searchBigKey(asker, server, scriptCommand(server), matchOf(server), total, [...sampled, ...named]);
  return { state: 'ok', value: { ...describe(sampled, named, searched.top), total, databases: databases ?? [], sampled: sampled.length + searched.looked } };
}

/** Findings of rows, without the totals. */
function describe(sampled: readonly KeyRow[], named: readonly KeyRow[], more: readonly { key: string; type: string; bytes: number }[]) {
  const sizes = new Map<string, { key: string; type: string; bytes: number }>();
  for (const { key, type, bytes } of [...sampled, ...named, ...more]) if (bytes !== null) sizes.set(key, { key, type, bytes });
  return {
    biggest: [...sizes.values()].sort((a, b) => b.bytes - a.bytes).slice(0, 10),
    prefixes: prefixesOf(sampled.flatMap(({ key, expires }) => (expires === null ? [] : [{ key, expires }]))),
    attackKeys: attackKeysOf([...sampled, ...named]),
    lasting: lastingOf(sampled),
  };
}

/**
 * A refused EVAL says nothing about SCAN, but each refusal stands in the server's ACL log: where the account's rules are
 * not known, one is enough. LOADING, BUSY, MASTERDOWN refuse SCAN as well.
 */
const mayTryWithout = (reply: string, server: ServerView): boolean => reply.startsWith('NOPERM') && server.keyPatterns !== undefined;

/** EVAL_RO, since 7.0, is also allowed where writing is not. */
const scriptCommand = (server: ServerView): string => (server.isAtLeast('7.0') ? 'EVAL_RO' : 'EVAL');

/** Keys of slow commands are often the outsized ones. A key that the log has cut is none. */
function slowKeys(server: ServerView): string[] {
  const keys = (server.known('slowlog')?.entries ?? []).flatMap(({ command, key }) =>
    key === null || command === 'KEYS' || key.includes('... (') || key.endsWith('…') ? [] : [key],
  );
  return [...new Set(keys)].slice(0, 10);
}

const database = (server: ServerView): number => (server.isCluster ? 0 : (server.target.fact.database ?? 0));

/** One pattern can be asked for; with several the sample ends at the first key outside of them. */
function matchOf(server: ServerView): string {
  const patterns = server.keyPatterns?.split(' ').filter((pattern) => pattern !== '') ?? [];
  const only = patterns.length === 1 ? /^(?:~|%[RW]+~)(.+)$/.exec(patterns[0] ?? '')?.[1] : undefined;
  return only ?? '*';
}

const sum = (databases: readonly Keyspace[]): number => databases.reduce((keys, each) => keys + each.keys, 0);

async function countKeys(asker: Asker): Promise<number | undefined> {
  const counted = answer((await asker.ask([['DBSIZE']]))[0], (reply) => numberOf(text(reply)));
  return counted.state === 'ok' ? counted.value : undefined;
}
