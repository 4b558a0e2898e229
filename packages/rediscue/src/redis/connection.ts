import type { Socket } from 'node:net';
import { deadline } from '../deadline.ts';
import { type Bounds, encodeCommand, ProtocolError, Push, RedisError, type Reply, RespDecoder } from './resp.ts';

/** The connection ended, or the time for an answer ran out, before the reply was there. */
export class ConnectionLost extends Error {
  readonly kind: 'closed' | 'reset' | 'timed-out' | 'protocol';
  /** First bytes that came since the connection began, at most 256. */
  readonly bytes: Buffer;
  /** How long was waited for the answer, where the time ran out. */
  readonly afterMs: number | null;
  constructor(kind: ConnectionLost['kind'], message: string, bytes: Buffer = Buffer.alloc(0), afterMs: number | null = null) {
    super(message);
    this.name = 'ConnectionLost';
    this.kind = kind;
    this.bytes = bytes;
    this.afterMs = afterMs;
  }
}

export interface CallOptions {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** The words of one command. */
export type Command = readonly (string | Buffer)[];

type Settle = (outcome: Reply | ConnectionLost) => void;

const headBytes = 256;
/** Beyond this Node fires a timer at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Commands over a connected socket (TCP, TLS or unix), in order and pipelined. Error replies are values
 * (`RedisError`); only a lost connection or a passed deadline rejects, always with ConnectionLost.
 * After a rejection the connection is closed: a late answer could be taken for another command's.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #decoder: RespDecoder;
  readonly #waiting: Settle[] = [];
  #lost: ConnectionLost | null = null;
  #head: Buffer = Buffer.alloc(0);
  /** Commands sent so far: the cost that the server was asked to bear. */
  commands = 0;
  /** Error replies that came so far. */
  errors = 0;
  /** Bytes sent and received so far, without what TLS adds. */
  sentBytes = 0;
  receivedBytes = 0;

  constructor(socket: Socket, bounds?: Bounds) {
    this.#socket = socket;
    this.#decoder = new RespDecoder(bounds);
    const closed = () => this.#end('closed', 'the server closed the connection');
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#end(error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'reset' : 'closed', error.message));
    socket.on('end', closed);
    socket.on('close', closed);
  }

  get lost(): ConnectionLost | null {
    return this.#lost;
  }

  /** Our own end as the server's CLIENT LIST shows it where nothing translates addresses: `ip:port`. */
  get ownAddress(): string | null {
    const { localAddress, localPort } = this.#socket;
    if (localAddress === undefined || localPort === undefined) return null;
    return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
  }

  /** Sends one command and waits for its reply. */
  async call(command: Command, options: CallOptions): Promise<Reply> {
    return (await this.pipeline([command], options))[0] as Reply;
  }

  /** Sends commands in one write; replies come in their order. The time is for all of them together. */
  async pipeline(commands: readonly Command[], options: CallOptions): Promise<Reply[]> {
    return (await this.ask(commands, options)).map((outcome) => {
      if (outcome instanceof ConnectionLost) throw outcome;
      return outcome;
    });
  }

  /** As `pipeline`, but never rejects: what was answered before the connection was lost is kept. */
  async ask(commands: readonly Command[], { timeoutMs, signal }: CallOptions): Promise<(Reply | ConnectionLost)[]> {
    const lost = this.#lost;
    if (lost) return commands.map(() => lost);
    if (commands.length === 0) return [];
    const began = performance.now();
    const timer = deadline(Math.min(timeoutMs, longestTimer), () => this.#end('timed-out', `no answer after ${Math.round(timeoutMs)} ms`, timeoutMs));
    const onAbort = () => this.#end('timed-out', 'the time for the whole diagnosis is over', performance.now() - began);
    signal?.addEventListener('abort', onAbort, { once: true });
    const outcomes = commands.map(() => new Promise<Reply | ConnectionLost>((settle) => this.#waiting.push(settle)));
    this.commands += commands.length;
    if (signal?.aborted) onAbort();
    else {
      const bytes = Buffer.concat(commands.map(encodeCommand));
      this.sentBytes += bytes.length;
      this.#socket.write(bytes);
    }
    try {
      return await Promise.all(outcomes);
    } finally {
      timer.clear();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  close(): void {
    this.#end('closed', 'closed by us');
  }

  #receive(chunk: Buffer): void {
    if (this.#head.length < headBytes) this.#head = Buffer.concat([this.#head, chunk.subarray(0, headBytes - this.#head.length)]);
    if (this.#lost) return;
    this.receivedBytes += chunk.length;
    try {
      for (const reply of this.#decoder.push(chunk)) {
        if (reply instanceof Push) continue;
        if (reply instanceof RedisError) this.errors += 1;
        this.#waiting.shift()?.(reply);
      }
      if (this.#decoder.failure) this.#end('protocol', this.#decoder.failure.message);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#end('protocol', error.message);
    }
  }

  #end(kind: ConnectionLost['kind'], message: string, afterMs: number | null = null): void {
    if (this.#lost) return;
    this.#lost = new ConnectionLost(kind, message, this.#head, afterMs);
    this.#socket.destroy();
    for (const settle of this.#waiting.splice(0)) settle(this.#lost);
  }
}
