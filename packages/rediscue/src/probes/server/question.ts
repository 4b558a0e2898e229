import type { Asked, FactData, ProbeName } from '../../facts/index.ts';
import { type Command, ConnectionLost, RedisError, type Reply } from '../../redis/index.ts';
import type { ServerView } from './server-view.ts';

/** Says why a question was not put to this server. */
export class NotAsked {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/** What became of one command. */
export type Outcome = Reply | ConnectionLost | NotAsked;

/** Whether the server answered at all; an error is an answer too. */
export const isReply = (outcome: Outcome | undefined): outcome is Reply => outcome !== undefined && !(outcome instanceof NotAsked) && !(outcome instanceof ConnectionLost);

/** One thing to know of a server: what it asks, what that costs, and how the replies are read. */
export interface Question<K extends ProbeName = ProbeName> {
  id: K;
  /** First version of Redis that has the commands; every Valkey has them. Null: all versions. */
  since: string | null;
  /** Rights that the account needs, as ACL rules. */
  permission: string;
  /** What the server does for it, with its bound. */
  cost: string;
  /** Why this server is not asked; null: it is. */
  unless?: (server: ServerView) => string | null;
  commands(server: ServerView): Command[];
  /** One outcome for each command. Never throws: what is not understood is `failed`. */
  read(outcomes: readonly Outcome[], server: ServerView): FactData<K>;
}

export function defineServerProbe<K extends ProbeName>(probe: Question<K>): Question<K> {
  return probe;
}

/** Why this server is not put the question, or null. */
export function reasonNotToAsk(probe: Pick<Question, 'since' | 'unless'>, server: ServerView): string | null {
  if (probe.since !== null && server.isAtLeast(probe.since) === false) return `the server is older than ${probe.since}`;
  return probe.unless?.(server) ?? null;
}

/** Turns what became of a command into what is known: the one place that tells refused, unknown and lost apart. */
export function answer<T>(outcome: Outcome | undefined, parse: (reply: Reply) => T | undefined): Asked<T> {
  if (outcome === undefined) return { state: 'not-asked', why: 'the question before it had no answer' };
  if (outcome instanceof NotAsked) return { state: 'not-asked', why: outcome.why };
  if (outcome instanceof ConnectionLost) {
    if (outcome.kind === 'timed-out') return { state: 'timed-out', afterMs: Math.round(outcome.afterMs ?? 0) };
    return { state: 'failed', why: outcome.message.slice(0, 200) };
  }
  if (outcome instanceof RedisError) return { state: isUnknownCommand(outcome) ? 'unknown-command' : 'refused', reply: withoutEcho(outcome.text) };
  const value = parse(outcome);
  return value === undefined ? { state: 'failed', why: 'the reply was not understood' } : { state: 'ok', value };
}

/** Servers repeat our own words after an unknown command; they say nothing. */
const withoutEcho = (reply: string): string => reply.replace(/, with args beginning with:.*$/s, '').slice(0, 200);

/** Renamed away, not there yet, or left out by a managed service; texts of all versions. */
export function isUnknownCommand(error: RedisError): boolean {
  return (
    error.code === 'ERR' &&
    /unknown (command|subcommand)|unknown sentinel subcommand|command is not available|unsupported command|command not supported|not supported command/i.test(error.text)
  );
}

/** The other state of an answer with its type: for a question whose answer depends on another one's. */
export function otherState<T>(asked: Asked<unknown>): Asked<T> {
  return asked.state === 'ok' ? { state: 'failed', why: 'the reply was not understood' } : asked;
}
