import type { WriteFact } from '../../facts/index.ts';
import { type Connection, ConnectionLost, RedisError, type Reply, slotCount, text } from '../../redis/index.ts';
import { errorCode, replyText } from './reply-text.ts';
import { tagForSlot } from './slots.ts';

/** Our own keys: one prefix, an expiry far below a minute, and removed at once. */
const keyPrefix = 'rediscue:probe:';
const expiryMs = 5000;

const keyIn = (tag: string): string => `${keyPrefix}{${tag}}:${unique()}`;

/** Unlike any other run's; node:crypto would cost its loading and nothing here is secret. */
const unique = (): string => Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2);

/** Keys at both ends of the slots: of several nodes none owns both, so that a plain client's MOVED is seen every time. */
const ends = [tagForSlot(0, 200), tagForSlot(slotCount - 200, slotCount - 1)] as const;

const none: WriteFact = { state: 'not-asked', step: null, reply: null, error: null, readError: null, readReply: null, why: null };

/** Slots that CLUSTER NODES gives to the node itself; empty when it owns none. */
export function ownSlots(nodes: string): { from: number; to: number }[] {
  const line = nodes.split('\n').find((entry) => /\bmyself\b/.test(entry.split(' ')[2] ?? '')) ?? '';
  return line
    .split(' ')
    .slice(8)
    .flatMap((word) => {
      const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(word.trim());
      return range ? [{ from: Number(range[1]), to: Number(range[2] ?? range[1]) }] : [];
    });
}

export interface WriteOptions {
  timeoutMs: number;
  signal: AbortSignal;
  /** Why nothing is written; null to write. */
  skip: string | null;
  /** Clients of a cluster go to the node that owns the slot; a plain client meets whatever its key brings. */
  asCluster: boolean;
}

/** Reads absent keys, then sets, gets, ages and deletes one of our own. A lost connection is a fact too. */
export async function write(connection: Connection, { timeoutMs, signal, skip, asCluster }: WriteOptions): Promise<WriteFact> {
  const call = { timeoutMs, signal };
  try {
    const owned = asCluster ? ownSlots(text(await connection.call(['CLUSTER', 'NODES'], call)) ?? '') : [];
    const [slots] = owned;
    if (asCluster && !slots) return await readOnly(connection, call, ends.slice(0, 1), skip ?? 'the node owns no slot, or does not tell which', true);
    const tags = slots ? [tagForSlot(slots.from, slots.to)] : [...ends];
    const read = await readOnly(connection, call, tags, skip, false);
    if (skip !== null) return read;
    return { ...read, ...(await writeOwn(connection, call, keyIn(tags[0] ?? ''))) };
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return { ...none, state: 'lost', step: 'set', why: error.message };
  }
}

type Call = { timeoutMs: number; signal: AbortSignal };

async function readOnly(connection: Connection, call: Call, tags: readonly string[], why: string | null, movedIsFine: boolean): Promise<WriteFact> {
  const replies = await connection.pipeline(
    tags.map((tag) => ['GET', keyIn(tag)]),
    call,
  );
  const refusal = replies.find((reply) => reply instanceof RedisError && !(movedIsFine && reply.code === 'MOVED'));
  return { ...none, why, readError: errorCode(refusal), readReply: refusal === undefined ? null : replyText(refusal, []) };
}

type Written = Pick<WriteFact, 'state' | 'step' | 'reply' | 'error' | 'why'>;

async function writeOwn(connection: Connection, call: Call, key: string): Promise<Written> {
  const value = unique();
  const [set, get, ttl, deleted] = await connection.pipeline(
    [
      ['SET', key, value, 'PX', String(expiryMs), 'NX'],
      ['GET', key],
      ['PTTL', key],
      ['DEL', key],
    ],
    call,
  );
  const refused = (step: NonNullable<WriteFact['step']>, reply: Reply | undefined): Written => ({
    state: 'refused',
    step,
    reply: replyText(reply, []),
    error: errorCode(reply),
    why: whyOf(reply),
  });
  const lost = (step: NonNullable<WriteFact['step']>, why: string): Written => ({ state: 'lost', step, reply: null, error: null, why });
  if (set instanceof RedisError) return refused('set', set);
  if (get instanceof RedisError) return refused('get', get);
  if (text(get) !== value) return lost('get', 'the key that was just written is not there any more');
  if (ttl instanceof RedisError) return refused('ttl', ttl);
  if (typeof ttl !== 'number' || ttl <= 0 || ttl > expiryMs) return lost('ttl', `the expiry of ${expiryMs} ms was kept as ${text(ttl)}`);
  if (deleted instanceof RedisError) return refused('delete', deleted);
  return { state: 'ok', step: null, reply: null, error: null, why: null };
}

function whyOf(reply: Reply | undefined): string | null {
  if (!(reply instanceof RedisError) || reply.code !== 'NOPERM') return null;
  return /key|channel/i.test(reply.text)
    ? `the account may not touch keys named ${keyPrefix}*; that says nothing of the application's own keys`
    : 'the account may not run this command; whether the application needs it is not known';
}
