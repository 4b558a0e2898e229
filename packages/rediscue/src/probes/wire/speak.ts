import type { Socket } from 'node:net';
import type { SpeakFact, TlsFact } from '../../facts/index.ts';
import { RedisError, type Reply, text } from '../../redis/index.ts';
import { askGreeting, isPostgres, ping, speaksTls, type TlsTried, tryTls, unasked } from './counter-check.ts';
import { exchange, type Heard } from './exchange.ts';
import { printable, protocolOf } from './protocols.ts';
import { replyText } from './reply-text.ts';
import { pause, type Stage } from './stage.ts';

export interface Spoken {
  fact: SpeakFact;
  reply: Reply | undefined;
  /** The counter-check in TLS, where plain text was not understood. */
  tls: TlsFact | null;
  /** The socket's own error, where one ended the exchange: TLS alerts come late. */
  error: Error | null;
}

/** PING over a ready socket. Where no reply comes, the port is asked in other tongues until it is clear what stands there. */
export async function speak(socket: Socket, isTls: boolean, stage: Stage): Promise<Spoken> {
  const { context } = stage;
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const timeoutMs = stage.deadline(1);
  const heard = exchange(socket, ping, timeoutMs, signal);
  if (isTls) return spokenOf(await heard);
  const hedged = hedge(heard, timeoutMs, stage, signal).then((found) => {
    // Something else is proven to stand there: PING need not be waited for.
    if (found?.explain) stop.abort();
    return found;
  });
  const first = await heard;
  const found = first.end === 'silent' ? await hedged : null;
  stop.abort();
  if (found) return found.explain?.(first) ?? { ...spokenOf(first), tls: found.tls };
  if (first.end === 'closed' || first.end === 'reset') return afterClose(first, stage);
  if (first.end !== 'reply' && protocolOf(first.bytes) === 'tls') return withTls(first, await tryTls(stage.peer, stage.endpoint.host, stage.deadline(3), context.signal));
  return spokenOf(first);
}

interface Found {
  explain: ((first: Heard) => Spoken) | null;
  tls: TlsFact;
}

/** While PING is unanswered, TLS and PostgreSQL are tried beside it. Null: PING was answered first. */
async function hedge(heard: Promise<Heard>, timeoutMs: number, stage: Stage, signal: AbortSignal): Promise<Found | null> {
  const waitMs = Math.min(stage.hedgeMs, timeoutMs / 2);
  if (await Promise.race([heard, pause(waitMs, signal)])) return null;
  const leftMs = Math.max(1, timeoutMs - waitMs);
  const tls = tryTls(stage.peer, stage.endpoint.host, leftMs, signal);
  const postgres = isPostgres(stage.peer, leftMs, signal);
  const early = await Promise.race([tls.then(({ fact }) => (speaksTls(fact) ? 'tls' : never)), postgres.then((is) => (is ? 'postgresql' : never)), Promise.all([tls, postgres])]);
  if (early === 'postgresql') return { explain: (first) => otherwise(first, 'postgresql'), tls: unasked };
  const tried = await tls;
  return { explain: speaksTls(tried.fact) ? (first) => withTls(first, tried) : null, tls: tried.fact };
}

const never = new Promise<never>(() => undefined);

/** The peer hung up without a word: a refusal may have been lost with the reset, TLS and PostgreSQL hang up on PING. */
async function afterClose(first: Heard, stage: Stage): Promise<Spoken> {
  const ms = stage.deadline(3);
  const stop = new AbortController();
  const signal = AbortSignal.any([stage.context.signal, stop.signal]);
  const tls = tryTls(stage.peer, stage.endpoint.host, ms, signal);
  const postgres = isPostgres(stage.peer, ms, signal);
  const greeting = askGreeting(stage.peer, Math.min(ms, stage.hedgeMs * 2), signal);
  const all = Promise.all([tls, postgres, greeting]);
  // What is proven needs no waiting for the others; only a refusal in words comes before all else, and it comes at once.
  const proof = await Promise.race([
    greeting.then((heard) => (heard && heard.bytes.length > 0 ? spokenOf(heard) : never)),
    tls.then((tried) => (speaksTls(tried.fact) ? withTls(first, tried) : never)),
    postgres.then((is) => (is ? otherwise(first, 'postgresql') : never)),
    all.then(([tried]) => ({ ...spokenOf(first), tls: tried.fact })),
  ]);
  stop.abort();
  return proof;
}

/** TLS is spoken there; what answers inside may still be something else. */
function withTls(first: Heard, { fact, inside }: TlsTried): Spoken {
  const within = inside && inside.end !== 'reply' ? protocolOf(inside.bytes) : null;
  const spoken = spokenOf(first);
  if (within !== null) return { ...otherwise(inside ?? first, within), tls: fact };
  return { ...spoken, fact: { ...spoken.fact, protocol: 'tls' }, tls: fact };
}

const otherwise = (heard: Heard, protocol: string): Spoken => ({
  fact: { state: 'other', reply: null, error: null, protocol, firstBytes: printable(heard.bytes) },
  reply: undefined,
  tls: null,
  error: heard.error,
});

/** An answer that only Redis or Valkey gives to PING. */
export function isRedisReply(reply: Reply | undefined): boolean {
  return reply instanceof RedisError || /^PONG$/i.test(text(reply) ?? '');
}

/** What was heard, as the fact of this stage. */
export function spokenOf(heard: Heard): Spoken {
  const { reply, bytes, error } = heard;
  const none: SpeakFact = { state: 'silent', reply: null, error: null, protocol: null, firstBytes: printable(bytes) };
  const known = protocolOf(bytes);
  const as = (fact: Partial<SpeakFact>): Spoken => ({ fact: { ...none, ...fact }, reply, tls: null, error });
  if (heard.end === 'reply' && isRedisReply(reply)) {
    const isError = reply instanceof RedisError;
    return as({ state: 'resp', reply: isError ? replyText(reply, []) : '+PONG', error: isError ? reply.code : null, firstBytes: null });
  }
  if (heard.end === 'reply' || heard.end === 'not-resp') return as({ state: 'other', protocol: known ?? 'unknown' });
  if (heard.end === 'dribble') return known === null ? as({ state: 'dribble' }) : as({ state: 'other', protocol: known });
  return as({ state: heard.end });
}
