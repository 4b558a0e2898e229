/**
 * The four packed encodings that stand as one string in an RDB file. Each check walks the entries inside the bounds and
 * returns null when well, otherwise the offset in the blob and what is wrong there.
 */
export interface PackedProblem {
  at: number;
  reason: string;
}

const listpackHeader = 6;

/** Size of the back length that follows an entry of `length` bytes. */
function backLength(length: number): number {
  if (length <= 127) return 1;
  if (length < 16383) return 2;
  if (length < 2097151) return 3;
  return length < 268435455 ? 4 : 5;
}

/** Bytes of the listpack entry at `at` without its back length; 0 when there is none of that encoding. */
function listpackEntry(blob: Buffer, at: number): number {
  const first = blob[at] as number;
  if (first < 0x80) return 1;
  if (first < 0xc0) return 1 + (first & 0x3f);
  if (first < 0xe0) return 2;
  if (first < 0xf0) return at + 1 < blob.length ? 2 + (((first & 0x0f) << 8) | (blob[at + 1] as number)) : 0;
  if (first === 0xf0) return at + 5 <= blob.length ? 5 + blob.readUInt32LE(at + 1) : 0;
  return [0, 3, 4, 5, 9][first - 0xf0] ?? 0;
}

/** What Redis 7 packs small values in; streams have had it since Redis 5. */
export function checkListpack(blob: Buffer): PackedProblem | null {
  if (blob.length < listpackHeader + 1) return { at: 0, reason: 'listpack shorter than its header' };
  if (blob.readUInt32LE(0) !== blob.length) return { at: 0, reason: 'listpack with another size than its header says' };
  const end = blob.length - 1;
  if (blob[end] !== 0xff) return { at: end, reason: 'listpack without its end mark' };
  let at = listpackHeader;
  let entries = 0;
  while (at < end) {
    const length = listpackEntry(blob, at);
    if (length === 0) return { at, reason: 'listpack entry of no known encoding' };
    const next = at + length + backLength(length);
    if (next > end) return { at, reason: 'listpack entry beyond the end' };
    at = next;
    entries++;
  }
  const count = blob.readUInt16LE(4);
  return count !== 0xffff && count !== entries ? { at: 4, reason: `listpack of ${entries} entries that says it has ${count}` } : null;
}

/** Bytes of the ziplist entry at `at`, its length of the previous entry included; 0 when it is none. */
function ziplistEntry(blob: Buffer, at: number): number {
  const previous = blob[at] === 254 ? 5 : 1;
  const start = at + previous;
  if (start >= blob.length) return 0;
  const encoding = blob[start] as number;
  if (encoding < 0x40) return previous + 1 + (encoding & 0x3f);
  if (encoding < 0x80) return start + 1 < blob.length ? previous + 2 + (((encoding & 0x3f) << 8) | (blob[start + 1] as number)) : 0;
  if (encoding < 0xc0) return start + 5 <= blob.length ? previous + 5 + blob.readUInt32BE(start + 1) : 0;
  if (encoding === 0xc0) return previous + 3;
  if (encoding === 0xd0) return previous + 5;
  if (encoding === 0xe0) return previous + 9;
  if (encoding === 0xf0) return previous + 4;
  if (encoding === 0xfe) return previous + 2;
  return encoding >= 0xf1 && encoding <= 0xfd ? previous + 1 : 0;
}

/** What listpacks were before Redis 7. */
export function checkZiplist(blob: Buffer): PackedProblem | null {
  if (blob.length < 11) return { at: 0, reason: 'ziplist shorter than its header' };
  if (blob.readUInt32LE(0) !== blob.length) return { at: 0, reason: 'ziplist with another size than its header says' };
  const end = blob.length - 1;
  if (blob[end] !== 0xff) return { at: end, reason: 'ziplist without its end mark' };
  let at = 10;
  let entries = 0;
  while (at < end) {
    const length = ziplistEntry(blob, at);
    if (length === 0) return { at, reason: 'ziplist entry of no known encoding' };
    if (at + length > end) return { at, reason: 'ziplist entry beyond the end' };
    at += length;
    entries++;
  }
  const count = blob.readUInt16LE(8);
  return count !== 0xffff && count !== entries ? { at: 8, reason: `ziplist of ${entries} entries that says it has ${count}` } : null;
}

/** Small sets of whole numbers. */
export function checkIntset(blob: Buffer): PackedProblem | null {
  if (blob.length < 8) return { at: 0, reason: 'integer set shorter than its header' };
  const width = blob.readUInt32LE(0);
  if (width !== 2 && width !== 4 && width !== 8) return { at: 0, reason: `integer set of numbers of ${width} bytes` };
  return blob.readUInt32LE(4) * width + 8 === blob.length ? null : { at: 4, reason: 'integer set with another size than its header says' };
}

/** Hashes of Redis before 2.6, which newer ones still read. */
export function checkZipmap(blob: Buffer): PackedProblem | null {
  let at = 1;
  for (let isValue = false; at < blob.length; isValue = !isValue) {
    const start = at;
    const first = blob[at++] as number;
    if (first === 255) return at === blob.length && !isValue ? null : { at: start, reason: 'zipmap that ends too early' };
    let length = first;
    if (first === 254) {
      if (at + 4 > blob.length) break;
      length = blob.readUInt32LE(at);
      at += 4;
    }
    const free = isValue ? 1 + (blob[at] ?? 0) : 0;
    at += length + free;
    if (at > blob.length) return { at: start, reason: 'zipmap entry beyond the end' };
  }
  return { at: Math.min(at, blob.length), reason: 'zipmap without its end mark' };
}
