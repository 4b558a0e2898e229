/** RESP2 and RESP3, after the protocol's specification (redis.io, "Redis serialization protocol"). */

import { ByteQueue } from './byte-queue.ts';

/** An error reply. `code` is its first word, such as NOAUTH or ERR. */
export class RedisError {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  get code(): string {
    return /^[A-Z][A-Z0-9_]*(?![A-Za-z0-9_])/.exec(this.text)?.[0] ?? 'ERR';
  }
}

/** An out-of-band message of RESP3. */
export class Push {
  readonly items: Reply[];
  constructor(items: Reply[]) {
    this.items = items;
  }
}

export type Reply = string | Buffer | number | bigint | boolean | null | RedisError | Reply[] | Map<Reply, Reply> | Push;

/** The bytes are no RESP, or break a bound. `at` counts bytes from the start of the stream. */
export class ProtocolError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(`${message} at byte ${at}`);
    this.name = 'ProtocolError';
    this.at = at;
  }
}

export interface Bounds {
  /** Bytes of one reply, all nested parts together. */
  replyBytes: number;
  /** Values in one reply, all nested parts together: a value of three bytes costs us up to a hundred. */
  replyValues: number;
  depth: number;
}
/** Far above what any question of ours is answered with: the list of 10,000 clients has 4 MB. */
export const defaultBounds: Bounds = { replyBytes: 16 * 1024 * 1024, replyValues: 256 * 1024, depth: 16 };

const CR = 13;
const LF = 10;
const maxLine = 64 * 1024;

/** An aggregate whose parts are still coming. */
class Frame {
  readonly kind: 'array' | 'map' | 'push' | 'attribute';
  left: number;
  readonly items: Reply[] = [];
  constructor(kind: Frame['kind'], left: number) {
    this.kind = kind;
    this.left = left;
  }
}

/**
 * Incremental decoder: feed chunks, take whole replies. Bulk strings come as Buffers, simple
 * strings as strings. Memory is bounded by the bounds; a declared length alone allocates nothing.
 * How the bytes are cut into chunks changes neither the replies nor the order of the cost.
 */
export class RespDecoder {
  readonly #queue = new ByteQueue();
  readonly #bounds: Bounds;
  #frames: Frame[] = [];
  #replyBytes = 0;
  #replyValues = 0;
  /** Bytes that must be there before it makes sense to look again. */
  #needBytes = 0;
  #failure: ProtocolError | null = null;

  constructor(bounds: Bounds = defaultBounds) {
    this.#bounds = bounds;
  }

  /** Set once the stream has broken the protocol: nothing comes after that. */
  get failure(): ProtocolError | null {
    return this.#failure;
  }

  /**
   * Adds bytes and returns the replies that they complete. Throws ProtocolError; when whole replies
   * stand before the broken bytes, those are returned and `failure` is set instead.
   */
  push(chunk: Buffer): Reply[] {
    if (this.#failure) throw this.#failure;
    this.#queue.push(chunk);
    const done: Reply[] = [];
    if (this.#queue.length < this.#needBytes) return done;
    this.#needBytes = 0;
    try {
      for (;;) {
        const value = this.#next();
        if (value === undefined) return done;
        const whole = this.#place(value);
        if (whole === undefined) continue;
        this.#replyBytes = 0;
        this.#replyValues = 0;
        done.push(whole);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#failure = error;
      this.#queue.clear();
      this.#frames = [];
      if (done.length === 0) throw error;
      return done;
    }
  }

  #fail(message: string): never {
    throw new ProtocolError(message, this.#queue.consumed);
  }

  #take(bytes: number): void {
    this.#replyBytes += bytes;
    if (this.#replyBytes > this.#bounds.replyBytes) this.#fail('reply is larger than allowed');
    this.#replyValues += 1;
    if (this.#replyValues > this.#bounds.replyValues) this.#fail('reply has more values than allowed');
    this.#queue.take(bytes);
  }

  /** The next scalar or frame header; `undefined` when bytes are missing. */
  #next(): Reply | Frame | undefined {
    const first = this.#queue.at(0);
    if (first === undefined) return undefined;
    const type = String.fromCharCode(first);
    if (!'+-:_#,($=!*~>%|'.includes(type)) this.#fail('not a RESP type');
    const end = this.#queue.indexOf(LF);
    if (end > maxLine || (end === -1 && this.#queue.length > maxLine)) this.#fail('line is longer than allowed');
    if (end === -1) return undefined;
    if (end < 2 || this.#queue.at(end - 1) !== CR) this.#fail('line does not end in CR LF');
    const line = this.#queue.text(1, end - 1);
    if (type === '$' || type === '=' || type === '!') return this.#bulk(type, line, end);
    if ('*~>%|'.includes(type)) return this.#frame(type, line, end);
    const value = this.#scalar(type, line);
    this.#take(end + 1);
    return value;
  }

  #scalar(type: string, line: string): Reply {
    switch (type) {
      case '+':
        return line;
      case '-':
        return new RedisError(line);
      case ':': {
        if (!/^[+-]?\d{1,20}$/.test(line)) this.#fail('integer is no number');
        const value = Number(line);
        return Number.isSafeInteger(value) ? value : BigInt(line.replace(/^\+/, ''));
      }
      case '_':
        if (line !== '') this.#fail('null has a value');
        return null;
      case '#':
        if (line !== 't' && line !== 'f') this.#fail('boolean is neither t nor f');
        return line === 't';
      case ',':
        return this.#double(line);
      default:
        if (!/^[+-]?\d{1,1000}$/.test(line)) this.#fail('big number is no number');
        return BigInt(line.replace(/^\+/, ''));
    }
  }

  #double(line: string): number {
    if (line === 'inf' || line === '+inf') return Number.POSITIVE_INFINITY;
    if (line === '-inf') return Number.NEGATIVE_INFINITY;
    // Some versions print what the C library prints: `-nan` too.
    if (/^[+-]?nan$/i.test(line)) return Number.NaN;
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(line)) this.#fail('double is no number');
    return Number(line);
  }

  #bulk(type: string, line: string, end: number): Reply | undefined {
    const length = this.#length(line);
    if (length === -1) {
      this.#take(end + 1);
      return null;
    }
    const total = end + 1 + length + 2;
    if (total > this.#bounds.replyBytes - this.#replyBytes) this.#fail('bulk string is larger than allowed');
    if (this.#queue.length < total) {
      this.#needBytes = total;
      return undefined;
    }
    if (this.#queue.at(total - 2) !== CR || this.#queue.at(total - 1) !== LF) this.#fail('bulk string does not end in CR LF');
    const body = this.#queue.copy(end + 1, total - 2);
    this.#take(total);
    if (type === '!') return new RedisError(body.toString('utf8'));
    // A verbatim string begins with its format: three characters and a colon.
    return type === '=' ? body.subarray(4) : body;
  }

  #frame(type: string, line: string, end: number): Reply | Frame {
    const count = this.#length(line);
    this.#take(end + 1);
    if (count === -1) return null;
    if (this.#frames.length >= this.#bounds.depth) this.#fail('reply is nested deeper than allowed');
    const left = type === '%' || type === '|' ? count * 2 : count;
    if (left > this.#bounds.replyValues) this.#fail('array is larger than allowed');
    return new Frame(type === '>' ? 'push' : type === '%' ? 'map' : type === '|' ? 'attribute' : 'array', left);
  }

  #length(line: string): number {
    if (!/^(-1|\d{1,15})$/.test(line)) this.#fail('length is no number');
    return Number(line);
  }

  /** Puts a value into the innermost open frame; returns the reply that it completes at the top. */
  #place(value: Reply | Frame): Reply | undefined {
    let current: Reply;
    if (value instanceof Frame) {
      if (value.left > 0) {
        this.#frames.push(value);
        return undefined;
      }
      if (value.kind === 'attribute') return undefined;
      current = close(value);
    } else current = value;
    for (;;) {
      const frame = this.#frames.at(-1);
      if (frame === undefined) return current;
      frame.items.push(current);
      frame.left -= 1;
      if (frame.left > 0) return undefined;
      this.#frames.pop();
      // Attributes describe the value that follows, also inside an array or map; nothing here asks for them.
      if (frame.kind === 'attribute') return undefined;
      current = close(frame);
    }
  }
}

function close(frame: Frame): Reply {
  if (frame.kind === 'push') return new Push(frame.items);
  if (frame.kind !== 'map') return frame.items;
  const map = new Map<Reply, Reply>();
  for (let i = 0; i + 1 < frame.items.length; i += 2) {
    const key = frame.items[i] as Reply;
    map.set(Buffer.isBuffer(key) ? key.toString() : key, frame.items[i + 1] as Reply);
  }
  return map;
}

/** A command as a RESP array of bulk strings. */
export function encodeCommand(parts: readonly (string | Buffer)[]): Buffer {
  const chunks: Buffer[] = [Buffer.from(`*${parts.length}\r\n`)];
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    chunks.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(chunks);
}

/** Text of a string reply, whichever form it has; undefined for anything else. */
export function text(reply: Reply | undefined): string | undefined {
  if (typeof reply === 'string') return reply;
  if (Buffer.isBuffer(reply)) return reply.toString();
  if (typeof reply === 'number' || typeof reply === 'bigint') return String(reply);
  return undefined;
}
