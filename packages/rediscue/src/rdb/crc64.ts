/** Reflected polynomial of the CRC-64 that RDB files end with ("Jones"); low and high 32 bits. */
const polyLow = 0xac4bc9b5;
const polyHigh = 0x95ac9329;

// Eight tables of 256, so that eight bytes are taken in one step; 64 bits as two halves, because BigInt would be a hundred times slower.
const low = new Int32Array(8 * 256);
const high = new Int32Array(8 * 256);

for (let byte = 0; byte < 256; byte++) {
  let lo = byte;
  let hi = 0;
  for (let bit = 0; bit < 8; bit++) {
    const carry = lo & 1;
    lo = (lo >>> 1) | (hi << 31);
    hi >>>= 1;
    if (carry) {
      lo ^= polyLow;
      hi ^= polyHigh;
    }
  }
  low[byte] = lo;
  high[byte] = hi;
}
for (let index = 256; index < 8 * 256; index++) {
  const lo = low[index - 256] as number;
  const hi = high[index - 256] as number;
  low[index] = ((lo >>> 8) | (hi << 24)) ^ (low[lo & 255] as number);
  high[index] = (hi >>> 8) ^ (high[lo & 255] as number);
}

/** A running CRC-64 over a stream of bytes. */
export class Crc64 {
  #lo = 0;
  #hi = 0;

  update(bytes: Buffer, from = 0, to = bytes.length): void {
    let lo = this.#lo;
    let hi = this.#hi;
    let at = from;
    for (const last = to - 7; at < last; at += 8) {
      lo ^= (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
      hi ^= (bytes[at + 4] as number) | ((bytes[at + 5] as number) << 8) | ((bytes[at + 6] as number) << 16) | ((bytes[at + 7] as number) << 24);
      const a = 1792 + (lo & 255);
      const b = 1536 + ((lo >>> 8) & 255);
      const c = 1280 + ((lo >>> 16) & 255);
      const d = 1024 + (lo >>> 24);
      const e = 768 + (hi & 255);
      const f = 512 + ((hi >>> 8) & 255);
      const g = 256 + ((hi >>> 16) & 255);
      const h = hi >>> 24;
      lo = (low[a] as number) ^ (low[b] as number) ^ (low[c] as number) ^ (low[d] as number) ^ (low[e] as number) ^ (low[f] as number) ^ (low[g] as number) ^ (low[h] as number);
      hi =
        (high[a] as number) ^
        (high[b] as number) ^
        (high[c] as number) ^
        (high[d] as number) ^
        (high[e] as number) ^
        (high[f] as number) ^
        (high[g] as number) ^
        (high[h] as number);
    }
    for (; at < to; at++) {
      const index = (lo ^ (bytes[at] as number)) & 255;
      lo = ((lo >>> 8) | (hi << 24)) ^ (low[index] as number);
      hi = (hi >>> 8) ^ (high[index] as number);
    }
    this.#lo = lo;
    this.#hi = hi;
  }

  /** Whether these eight bytes (little endian, as at the end of an RDB file) are the checksum of all that was seen. */
  matches(bytes: Buffer): boolean {
    return bytes.length >= 8 && bytes.readInt32LE(0) === (this.#lo | 0) && bytes.readInt32LE(4) === (this.#hi | 0);
  }

  /** As 16 hexadecimal digits, most significant first. */
  toString(): string {
    return (this.#hi >>> 0).toString(16).padStart(8, '0') + (this.#lo >>> 0).toString(16).padStart(8, '0');
  }
}
