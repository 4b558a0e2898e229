import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';

/** A server that sends more in one message sends nothing that is meant here. */
const maxPayload = 16 * 1024 * 1024;

interface Handlers {
  /** The payload of one binary or text message. */
  message(payload: Buffer): void;
  /** Once: the connection is over, by a close frame with its reason or without one. */
  close(reason: string): void;
}

/** The client's side of an upgraded connection (RFC 6455): whole messages out, whole messages in. */
export class WebSocketStream {
  readonly #socket: Duplex;
  readonly #handlers: Handlers;
  #bytes: Buffer;
  #parts: Buffer[] = [];
  #partsLength = 0;
  #isOver = false;

  constructor(socket: Duplex, head: Buffer, handlers: Handlers) {
    this.#socket = socket;
    this.#bytes = head;
    this.#handlers = handlers;
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
      this.#read();
    });
    socket.on('error', () => this.#end('the connection broke'));
    socket.on('end', () => this.#end('the connection was closed'));
    socket.on('close', () => this.#end('the connection was closed'));
    // Only once whoever made this has it in hand.
    queueMicrotask(() => this.#read());
  }

  /** False: the connection takes no more for now; `drained` tells when it does. */
  send(payload: Buffer): boolean {
    return this.#isOver || this.#frame(0x2, payload);
  }

  drained(call: () => void): void {
    this.#socket.once('drain', call);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    if (this.#isOver) return;
    // 1000: a normal end.
    this.#frame(0x8, Buffer.from([0x03, 0xe8]));
    this.#end('closed by us');
  }

  #frame(opcode: number, payload: Buffer): boolean {
    const long = payload.length > 0xffff;
    const head = Buffer.alloc(payload.length < 126 ? 2 : long ? 10 : 4);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (payload.length < 126 ? payload.length : long ? 127 : 126);
    if (long) head.writeBigUInt64BE(BigInt(payload.length), 2);
    else if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
    const mask = randomBytes(4);
    const masked = Buffer.from(payload);
    for (let at = 0; at < masked.length; at += 1) masked[at] = (masked[at] ?? 0) ^ (mask[at & 3] ?? 0);
    return this.#socket.write(Buffer.concat([head, mask, masked]));
  }

  #read() {
    while (!this.#isOver && this.#bytes.length >= 2) {
      const [first = 0, second = 0] = this.#bytes;
      let length = second & 0x7f;
      let start = 2;
      if (length === 126) {
        if (this.#bytes.length < 4) return;
        length = this.#bytes.readUInt16BE(2);
        start = 4;
      } else if (length === 127) {
        if (this.#bytes.length < 10) return;
        const wide = this.#bytes.readBigUInt64BE(2);
        if (wide > BigInt(maxPayload)) return this.#end('the other side sends too much');
        length = Number(wide);
        start = 10;
      }
      // A server never masks (section 5.1), and no extension was agreed on.
      if ((second & 0x80) !== 0 || (first & 0x70) !== 0) return this.#end('the other side breaks the rules of WebSocket');
      if (this.#bytes.length < start + length) return;
      const payload = this.#bytes.subarray(start, start + length);
      this.#bytes = this.#bytes.subarray(start + length);
      this.#take(first & 0x0f, (first & 0x80) !== 0, payload);
    }
  }

  #take(opcode: number, isLast: boolean, payload: Buffer) {
    if (opcode === 0x8) return this.#end(payload.length > 2 ? payload.subarray(2).toString('utf8').slice(0, 300) : 'the other side closed it');
    if (opcode === 0x9) {
      this.#frame(0xa, Buffer.from(payload));
      return;
    }
    if (opcode > 0x2) return;
    this.#parts.push(payload);
    this.#partsLength += payload.length;
    if (this.#partsLength > maxPayload) return this.#end('the other side sends too much');
    if (!isLast) return;
    const whole = this.#parts.length === 1 ? payload : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partsLength = 0;
    this.#handlers.message(whole);
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.on('error', () => undefined);
    this.#socket.end();
    // Who does not answer the close is not waited for.
    setTimeout(() => this.#socket.destroy(), 50).unref();
    this.#handlers.close(reason);
  }
}
