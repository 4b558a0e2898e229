/** RESP2 and RESP3, after the protocol's specification (redis.io, "Redis serialization protocol"). */

/** An error reply. `code` is its first word, such as NOAUTH or ERR. */
export class RedisError {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  get code(): string {
    return /^[A-Z][A-Z0-9_]*/.exec(this.text)?.[0] ?? 'ERR';
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
  depth: number;
}
export const defaultBounds: Bounds = { replyBytes: 64 * 1024 * 1024, depth: 16 };

const CR = 13;
const LF = 10;
const maxLine = 64 * 1024;

interface Frame {
  kind: 'array' | 'map' | 'push' | 'attribute';
  left: number;
  items: Reply[];
}

/**
 * Incremental decoder: feed chunks, take whole replies. Bulk strings come as Buffers, simple
 * strings as strings. Memory is bounded by `bounds.replyBytes`; a declared length alone allocates nothing.
 */
export class RespDecoder {
  #pending: Buffer = Buffer.alloc(0);
  #waitingChunks: Buffer[] = [];
  #waitingBytes = 0;
  #needBytes = 0;
  #consumed = 0;
  #replyBytes = 0;
  #frames: Frame[] = [];
  readonly #bounds: Bounds;

  constructor(bounds: Bounds = defaultBounds) {
    this.#bounds = bounds;
  }

  /** Adds bytes and returns the replies that they complete. Throws ProtocolError. */
  push(chunk: Buffer): Reply[] {
    this.#waitingChunks.push(chunk);
    this.#waitingBytes += chunk.length;
    // A long bulk string arrives in many chunks: join them once, when all are there.
    if (this.#pending.length + this.#waitingBytes < this.#needBytes) return [];
    this.#pending = this.#pending.length === 0 && this.#waitingChunks.length === 1 ? chunk : Buffer.concat([this.#pending, ...this.#waitingChunks]);
    this.#waitingChunks = [];
    this.#waitingBytes = 0;
    this.#needBytes = 0;
    const done: Reply[] = [];
    for (;;) {
      const value = this.#next();
      if (value === undefined) return done;
      const whole = this.#place(value);
      if (whole === undefined) continue;
      this.#replyBytes = 0;
      done.push(whole);
    }
  }

  #fail(message: string): never {
    throw new ProtocolError(message, this.#consumed);
  }

  #take(bytes: number): void {
    this.#pending = this.#pending.subarray(bytes);
    this.#consumed += bytes;
    this.#replyBytes += bytes;
    if (this.#replyBytes > this.#bounds.replyBytes) this.#fail('reply is larger than allowed');
  }

  /** The next scalar or frame header; `undefined` when bytes are missing. */
  #next(): Reply | Frame | undefined {
    const buffer = this.#pending;
    if (buffer.length === 0) return undefined;
    if (!'+-:_#,($=!*~>%|'.includes(String.fromCharCode(buffer[0] as number))) this.#fail('not a RESP type');
    const end = buffer.indexOf(LF, 1);
    if (end > maxLine || (end === -1 && buffer.length > maxLine)) this.#fail('line is longer than allowed');
    if (end === -1) return undefined;
    if (buffer[end - 1] !== CR) this.#fail('line does not end in CR LF');
    const type = String.fromCharCode(buffer[0] as number);
    const line = buffer.toString('utf8', 1, end - 1);
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
        return Number.isSafeInteger(Number(line)) ? Number(line) : BigInt(line);
      }
      case '_':
        return null;
      case '#':
        if (line !== 't' && line !== 'f') this.#fail('boolean is neither t nor f');
        return line === 't';
      case ',': {
        if (line === 'inf') return Number.POSITIVE_INFINITY;
        if (line === '-inf') return Number.NEGATIVE_INFINITY;
        if (line === 'nan') return Number.NaN;
        const value = Number(line);
        if (Number.isNaN(value)) this.#fail('double is no number');
        return value;
      }
      default:
        if (!/^[+-]?\d{1,1000}$/.test(line)) this.#fail('big number is no number');
        return BigInt(line.replace(/^\+/, ''));
    }
  }

  #bulk(type: string, line: string, end: number): Reply | undefined {
    const length = this.#length(line);
    if (length === -1) {
      this.#take(end + 1);
      return null;
    }
    if (length > this.#bounds.replyBytes - this.#replyBytes) this.#fail('bulk string is larger than allowed');
    const total = end + 1 + length + 2;
    if (this.#pending.length < total) {
      this.#needBytes = total;
      return undefined;
    }
    if (this.#pending[total - 2] !== CR || this.#pending[total - 1] !== LF) this.#fail('bulk string does not end in CR LF');
    const body = Buffer.from(this.#pending.subarray(end + 1, total - 2));
    this.#take(total);
    if (type === '!') return new RedisError(body.toString('utf8'));
    return type === '=' ? body.subarray(4) : body;
  }

  #frame(type: string, line: string, end: number): Reply | Frame {
    const count = this.#length(line);
    this.#take(end + 1);
    if (count === -1) return null;
    if (this.#frames.length >= this.#bounds.depth) this.#fail('reply is nested deeper than allowed');
    // The smallest element takes three bytes: a count beyond that can never be allowed to come true.
    if (count * 3 > this.#bounds.replyBytes) this.#fail('array is larger than allowed');
    const kind = type === '>' ? 'push' : type === '%' ? 'map' : type === '|' ? 'attribute' : 'array';
    return { kind, left: kind === 'map' || kind === 'attribute' ? count * 2 : count, items: [] };
  }

  #length(line: string): number {
    if (!/^(-1|\d{1,15})$/.test(line)) this.#fail('length is no number');
    return Number(line);
  }

  /** Puts a value into the innermost open frame; returns the reply that it completes at the top. */
  #place(value: Reply | Frame): Reply | undefined {
    let current: Reply;
    if (isFrame(value)) {
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
      // Attributes describe the reply that follows; nothing here asks for them.
      if (frame.kind === 'attribute') return undefined;
      current = close(frame);
    }
  }
}

function isFrame(value: Reply | Frame): value is Frame {
  return typeof value === 'object' && value !== null && 'left' in value && 'kind' in value;
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
