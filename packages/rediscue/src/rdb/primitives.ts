import type { ByteReader, Walk } from './byte-reader.ts';
import { Damage } from './damage.ts';
import { readLzf } from './lzf.ts';

/** Strings that are looked into as a whole are at most this long; longer ones are passed over. */
const maxHeldBytes = 16 * 1024 * 1024;

const beyond = (offset: number) => new Damage('cut', offset, 'a length points beyond the end of the file');

/** Length, count or number that is stored like one. `encoding` is set for a string in a special encoding. */
export interface Length {
  value: number;
  /** 0, 1, 2: an integer of 1, 2, 4 bytes; 3: LZF; null: an ordinary length. */
  encoding: number | null;
}

function headerBytes(first: number): number {
  if (first < 0x40 || first >= 0xc0) return 1;
  if (first < 0x80) return 2;
  if (first === 0x80) return 5;
  return first === 0x81 ? 9 : 1;
}

const result: Length = { value: 0, encoding: null };

/** Reads a length. The returned object is reused by the next call. 64-bit values beyond 2^53 are rounded. */
export function* readLength(from: ByteReader): Walk<Length> {
  if (from.available < 9) {
    yield* from.need(1);
    yield* from.need(headerBytes(from.buffer[from.at] as number));
  }
  const offset = from.offset;
  const first = from.byte();
  result.encoding = null;
  if (first < 0x40) result.value = first;
  else if (first < 0x80) result.value = ((first & 0x3f) << 8) | from.byte();
  else if (first === 0x80) result.value = from.take(4).readUInt32BE(0);
  else if (first === 0x81) {
    const bytes = from.take(8);
    result.value = bytes.readUInt32BE(0) * 4294967296 + bytes.readUInt32BE(4);
  } else if (first >= 0xc0) {
    result.encoding = first & 0x3f;
    result.value = 0;
  } else throw new Damage('structure', offset, `no length begins with the byte 0x${first.toString(16)}`);
  return result;
}

/** A plain number; a string's special encoding in its place is damage. */
export function* readNumber(from: ByteReader): Walk<number> {
  const offset = from.offset;
  const length = yield* readLength(from);
  if (length.encoding !== null) throw new Damage('structure', offset, 'a string where a number is due');
  return length.value;
}

/** A count of items of at least one byte each: more than there are bytes left is damage. */
export function* readCount(from: ByteReader): Walk<number> {
  const offset = from.offset;
  const count = yield* readNumber(from);
  if (count > from.remaining) throw beyond(offset);
  return count;
}

/** Passes over a string and checks its lengths; compressed data is checked too. */
export function* skipString(from: ByteReader): Walk {
  const offset = from.offset;
  const { value, encoding } = yield* readLength(from);
  if (encoding === null) {
    if (value > from.remaining) throw beyond(offset);
    if (value <= from.available) from.at += value;
    else yield* from.skip(value);
  } else if (encoding < 3) yield* from.skip(1 << encoding);
  else if (encoding === 3) {
    const { packed, size } = yield* lzfLengths(from, offset);
    if (packed > maxHeldBytes) return yield* from.skip(packed);
    yield* from.need(packed);
    checkLzf(from, packed, size, offset, null);
  } else throw new Damage('structure', offset, `no string encoding ${encoding}`);
}

/** A string's content and where it stands in the file. `bytes` is valid until the walk yields; null when it is too long to hold. */
export interface Content {
  bytes: Buffer | null;
  offset: number;
  /** It was compressed, so that positions in `bytes` are not positions in the file. */
  packed: boolean;
}

/** A string in any of its forms: plain, a number, compressed (LZF). */
export function* readString(from: ByteReader): Walk<Content> {
  const offset = from.offset;
  const { value, encoding } = yield* readLength(from);
  const start = from.offset;
  if (encoding === null) {
    if (value > from.remaining) throw beyond(offset);
    if (value > maxHeldBytes) {
      yield* from.skip(value);
      return { bytes: null, offset: start, packed: false };
    }
    if (from.available < value) yield* from.need(value);
    return { bytes: from.take(value), offset: start, packed: false };
  }
  if (encoding < 3) {
    const width = 1 << encoding;
    yield* from.need(width);
    return { bytes: Buffer.from(String(from.take(width).readIntLE(0, width))), offset: start, packed: true };
  }
  if (encoding !== 3) throw new Damage('structure', offset, `no string encoding ${encoding}`);
  const { packed, size } = yield* lzfLengths(from, offset);
  if (packed > maxHeldBytes || size > maxHeldBytes) {
    yield* from.skip(packed);
    return { bytes: null, offset: start, packed: true };
  }
  yield* from.need(packed);
  const bytes = Buffer.allocUnsafe(size);
  checkLzf(from, packed, size, offset, bytes);
  return { bytes, offset: start, packed: true };
}

function* lzfLengths(from: ByteReader, offset: number): Walk<{ packed: number; size: number }> {
  const packed = yield* readNumber(from);
  const size = yield* readNumber(from);
  if (packed > from.remaining) throw beyond(offset);
  // No LZF data grows more than 264 bytes for three: a bigger claim is no size to allocate.
  if (size > packed * 264) throw new Damage('structure', offset, 'compressed data that cannot unpack to the length it says');
  return { packed, size };
}

function checkLzf(from: ByteReader, packed: number, size: number, offset: number, output: Buffer | null): void {
  const problem = readLzf(from.take(packed), size, output);
  if (problem !== null) throw new Damage('structure', offset, 'compressed data that does not unpack to the length it says');
}
