import { type Command, type Connection, RedisError } from '../../redis/index.ts';
import type { ProbeContext } from '../context.ts';
import type { Reached } from '../interface.ts';
import { isUnknownCommand, NotAsked, type Outcome } from './question.ts';

/** Longest wait for one round of questions: a server that is slower than this has its own finding by then. */
const roundMs = 4000;

export interface Spent {
  commands: number;
  errors: number;
  sentBytes: number;
  receivedBytes: number;
}

/**
 * Puts questions to a server over the application's connection, and over the one with more rights where there is one:
 * that one first, so that the application's account is not refused (and the refusal logged) for nothing.
 */
export class Asker {
  readonly #application: Connection | null;
  readonly #connections: readonly Connection[];
  readonly #context: ProbeContext;

  constructor(reached: Reached, context: ProbeContext) {
    this.#application = reached.connection;
    this.#connections = [reached.adminConnection, reached.connection].filter((connection) => connection !== null);
    this.#context = context;
  }

  /** One round trip as the application's account. */
  async askAsApplication(commands: readonly Command[]): Promise<Outcome[]> {
    if (this.#application === null) return commands.map(() => new NotAsked('the application could not log in'));
    return this.#application.ask(commands, this.#limit());
  }

  /** One round trip; what the first account is refused, the other one is asked in a second. */
  ask(commands: readonly Command[]): Promise<Outcome[]> {
    return this.#askInOrder(this.#connections, commands);
  }

  /** As `ask`, the application's account first: its connection has the application's database selected. */
  askKeys(commands: readonly Command[]): Promise<Outcome[]> {
    return this.#askInOrder(this.#connections.toReversed(), commands);
  }

  async #askInOrder([first, second]: readonly Connection[], commands: readonly Command[]): Promise<Outcome[]> {
    if (commands.length === 0) return [];
    if (first === undefined) return commands.map(() => new NotAsked('there is no connection'));
    const outcomes: Outcome[] = await first.ask(commands, this.#limit());
    if (second === undefined) return outcomes;
    const again = [...outcomes.keys()].filter((index) => worthAnotherTry(outcomes[index]));
    const others = await second.ask(
      again.map((index) => commands[index] ?? []),
      this.#limit(),
    );
    for (const [place, index] of again.entries()) {
      const other = others[place];
      if (other !== undefined && !worthAnotherTry(other)) outcomes[index] = other;
    }
    return outcomes;
  }

  /** Whether the application's account is the only one. */
  get isApplicationOnly(): boolean {
    return this.#connections.length === 1 && this.#application !== null;
  }

  /** What we have cost so far, to be left out of the server's own counters. */
  spent(): Spent {
    const sum = { commands: 0, errors: 0, sentBytes: 0, receivedBytes: 0 };
    for (const connection of this.#connections) {
      sum.commands += connection.commands;
      sum.errors += connection.errors;
      sum.sentBytes += connection.sentBytes;
      sum.receivedBytes += connection.receivedBytes;
    }
    return sum;
  }

  ownAddresses(): Set<string> {
    return new Set(this.#connections.map((connection) => connection.ownAddress).filter((address) => address !== null));
  }

  #limit(): { timeoutMs: number; signal: AbortSignal } {
    return { timeoutMs: this.#context.limit(roundMs), signal: this.#context.signal };
  }
}

/** Refused for the account's sake, or hidden from it, or the connection was lost. */
const worthAnotherTry = (outcome: Outcome | undefined): boolean =>
  outcome instanceof Error || (outcome instanceof RedisError && (outcome.code === 'NOPERM' || outcome.code === 'NOAUTH' || isUnknownCommand(outcome)));
