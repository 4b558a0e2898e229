import type { FactData } from '../../../facts/index.ts';
import { type Keyspace, numberOf, type Reply, text } from '../../../redis/index.ts';
import type { Asker } from '../asker.ts';
import { answer, type Outcome } from '../question.ts';
import type { ServerView } from '../server-view.ts';
import { attackKeysOf, attackNames } from './attack-names.ts';
import { lastingOf } from './lasting.ts';

const scanned = 100;
/** Without a script each question about a key is a command of its own. */
const measured = 3;

/**
 * Keys where scripts are refused or unknown: names of up to 100, type and memory of a few of them. What a name alone does not
 * tell is left out: expiry by prefix, and the type that makes a name a queue's.
 */
export async function sampleWithoutScript(asker: Asker, server: ServerView, databases: readonly Keyspace[] | null): Promise<FactData<'keys'>> {
  // EXISTS over several names needs one slot in a cluster; there the sample alone must show them.
  const exists = server.isCluster ? [] : [['EXISTS', ...attackNames]];
  const outcomes = await asker.ask([['SCAN', '0', 'COUNT', String(scanned)], ['DBSIZE'], ...exists]);
  const names = answer(outcomes[0], readScan);
  if (names.state !== 'ok') return names;
  const counted = answer(outcomes[1], (reply) => numberOf(text(reply)));
  const total = databases?.reduce((keys, each) => keys + each.keys, 0) ?? (counted.state === 'ok' ? counted.value : undefined);
  if (total === undefined) return { state: 'failed', why: 'the number of keys is unknown' };
  const some = names.value.slice(0, measured);
  const [types, sizes] = halves(await asker.ask([...some.map((key) => ['TYPE', key]), ...some.map((key) => ['MEMORY', 'USAGE', key, 'SAMPLES', '5'])]));
  const rows = some.flatMap((key, index) => {
    const type = answer(types[index], text);
    const bytes = answer(sizes[index], (reply) => numberOf(text(reply)));
    return type.state === 'ok' ? [{ key: key.toString().slice(0, 256), type: type.value, bytes: bytes.state === 'ok' ? bytes.value : null }] : [];
  });
  const known = await knownNames(asker, outcomes[2]);
  return {
    state: 'ok',
    value: {
      total,
      databases: [...(databases ?? [])],
      sampled: rows.length,
      biggest: rows.flatMap(({ key, type, bytes }) => (bytes === null ? [] : [{ key, type, bytes }])).sort((a, b) => b.bytes - a.bytes),
      prefixes: [],
      attackKeys: attackKeysOf([...names.value.map((key) => key.toString()), ...known].map((key) => ({ key, sign: '' }))),
      lasting: lastingOf(rows),
    },
  };
}

/** EXISTS tells how many there are; which, only when there are any. */
async function knownNames(asker: Asker, exists: Outcome | undefined): Promise<string[]> {
  const count = answer(exists, (reply) => numberOf(text(reply)));
  if (count.state !== 'ok' || count.value === 0) return [];
  const each = await asker.ask(attackNames.map((name) => ['EXISTS', name]));
  return attackNames.filter((_, index) => each[index] === 1);
}

function readScan(reply: Reply): Buffer[] | undefined {
  if (!Array.isArray(reply) || !Array.isArray(reply[1])) return undefined;
  return reply[1].slice(0, 2 * scanned).filter((key) => Buffer.isBuffer(key));
}

const halves = (outcomes: readonly Outcome[]): [readonly Outcome[], readonly Outcome[]] => [outcomes.slice(0, outcomes.length / 2), outcomes.slice(outcomes.length / 2)];
