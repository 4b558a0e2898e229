const nothing = Buffer.alloc(0);

/**
 * Bytes in, bytes out, in order. Appending many small chunks costs as much as one large one: the store
 * doubles when it is full, and a search for a byte goes on where it stopped.
 */
export class ByteQueue {
  #store: Buffer = nothing;
  #start = 0;
  #end = 0;
  /** The store is the caller's chunk: it is read, never written. */
  #borrowed = false;
  #searched = 0;
  #searchedFor = -1;
  /** Bytes taken since the beginning. */
  consumed = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  push(chunk: Buffer): void {
    if (this.length === 0) {
      this.#store = chunk;
      this.#start = 0;
      this.#end = chunk.length;
      this.#borrowed = true;
      return;
    }
    const total = this.length + chunk.length;
    if (this.#borrowed || this.#end + chunk.length > this.#store.length) {
      // Room at the front is used again before the store grows.
      const grown = this.#borrowed || total * 2 > this.#store.length ? Buffer.allocUnsafe(Math.max(256, total * 2)) : this.#store;
      this.#store.copy(grown, 0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
      this.#store = grown;
      this.#borrowed = false;
    }
    chunk.copy(this.#store, this.#end);
    this.#end += chunk.length;
  }

  at(index: number): number | undefined {
    return index < this.length ? this.#store[this.#start + index] : undefined;
  }

  /** Position of the first such byte, -1 when it has not come yet. */
  indexOf(byte: number): number {
    const from = this.#searchedFor === byte ? this.#searched : 0;
    const found = this.#store.subarray(this.#start + from, this.#end).indexOf(byte);
    this.#searchedFor = byte;
    this.#searched = found === -1 ? this.length : from + found;
    return found === -1 ? -1 : from + found;
  }

  text(from: number, to: number): string {
    return this.#store.toString('utf8', this.#start + from, this.#start + to);
  }

  /** A copy of its own, so that a small part does not keep a large store alive. */
  copy(from: number, to: number): Buffer {
    return Buffer.from(this.#store.subarray(this.#start + from, this.#start + to));
  }

  take(bytes: number): void {
    this.#start += bytes;
    this.consumed += bytes;
    this.#searched = 0;
    if (this.length === 0) this.clear();
  }

  clear(): void {
    this.#store = nothing;
    this.#start = 0;
    this.#end = 0;
    this.#searched = 0;
    this.#borrowed = false;
  }
}
