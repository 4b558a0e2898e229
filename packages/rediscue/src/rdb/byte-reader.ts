import type { FileHandle } from 'node:fs/promises';
import { Crc64 } from './crc64.ts';
import { Damage } from './damage.ts';

/** A walk over bytes: yields whenever it needs more of them. */
export type Walk<T = void> = Generator<undefined, T, undefined>;

const chunkBytes = 256 * 1024;

/** The time for a check ran out, or it was aborted. */
export class OutOfTime extends Error {
  constructor() {
    super('out of time');
    this.name = 'OutOfTime';
  }
}

/**
 * Reads a file in chunks for walks that are written as generators: their inner steps are plain calls on the buffer,
 * and only where it runs dry they yield, so that the file is read without blocking the event loop and in bounded memory.
 */
export class ByteReader {
  readonly #file: FileHandle;
  readonly #limit: number;
  readonly #stop: () => boolean;
  buffer: Buffer;
  /** Next byte to take, in the buffer. */
  at = 0;
  #end = 0;
  /** Offset in the file of the buffer's first byte. */
  #base: number;
  #want = 1;
  #ended = false;
  #summed = 0;
  /** Over everything that was taken so far (as of the last `checksum()`). */
  readonly #crc: Crc64 | null;

  /** `limit`: the file's size when the check began; what is appended meanwhile is not looked at. */
  constructor(file: FileHandle, start: number, limit: number, stop: () => boolean, checksum: boolean) {
    this.#file = file;
    this.#limit = limit;
    this.#stop = stop;
    this.#base = start;
    this.#crc = checksum ? new Crc64() : null;
    this.buffer = Buffer.allocUnsafe(Math.max(16, Math.min(chunkBytes, limit - start)));
  }

  /** Offset in the file of the next byte. */
  get offset(): number {
    return this.#base + this.at;
  }

  /** Bytes that follow in the file. */
  get remaining(): number {
    return this.#limit - this.offset;
  }

  get available(): number {
    return this.#end - this.at;
  }

  get size(): number {
    return this.#limit;
  }

  /** Makes `count` bytes available in one piece. Throws Damage (`cut`) where the file ends before. */
  *need(count: number): Walk {
    while (this.#end - this.at < count) {
      if (this.#ended || this.remaining < count) throw new Damage('cut', this.#limit, 'the file ends here');
      this.#want = count;
      yield;
    }
  }

  /** Passes over `count` bytes without keeping them. */
  *skip(count: number): Walk {
    let left = count;
    while (left > this.#end - this.at) {
      left -= this.#end - this.at;
      this.at = this.#end;
      if (this.#ended || this.remaining < left) throw new Damage('cut', this.#limit, 'the file ends here');
      this.#want = 1;
      yield;
    }
    this.at += left;
  }

  byte(): number {
    return this.buffer[this.at++] as number;
  }

  /** A view of the next bytes, valid until the walk yields. */
  take(count: number): Buffer {
    const view = this.buffer.subarray(this.at, this.at + count);
    this.at += count;
    return view;
  }

  /** The checksum over all bytes that were taken. */
  checksum(): Crc64 | null {
    if (this.#crc && this.at > this.#summed) {
      this.#crc.update(this.buffer, this.#summed, this.at);
      this.#summed = this.at;
    }
    return this.#crc;
  }

  /** Runs a walk to its end, reading as it asks. Throws what the walk throws, OutOfTime, or an error of the system. */
  async run<T>(walk: Walk<T>): Promise<T> {
    for (;;) {
      const step = walk.next();
      if (step.done) return step.value;
      if (this.#stop()) throw new OutOfTime();
      await this.#fill();
    }
  }

  async #fill(): Promise<void> {
    this.checksum();
    const rest = this.#end - this.at;
    const capacity = Math.max(this.buffer.length, Math.min(this.#want, this.#limit - this.offset));
    const target = capacity > this.buffer.length ? Buffer.allocUnsafe(capacity) : this.buffer;
    this.buffer.copy(target, 0, this.at, this.#end);
    this.buffer = target;
    this.#base += this.at;
    this.at = 0;
    this.#end = rest;
    this.#summed = 0;
    const length = Math.min(target.length - rest, this.#limit - this.#base - rest);
    const { bytesRead } = length > 0 ? await this.#file.read(target, rest, length, this.#base + rest) : { bytesRead: 0 };
    if (bytesRead === 0) this.#ended = true;
    this.#end += bytesRead;
  }
}
