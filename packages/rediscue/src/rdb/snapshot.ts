import type { ByteReader, Walk } from './byte-reader.ts';
import { Damage } from './damage.ts';
import { skipModuleAux, skipModuleValue } from './modules.ts';
import { readCount, readLength, readNumber, readString, skipString } from './primitives.ts';
import { isValueType, skipValue } from './values.ts';

/** What a walk over a snapshot has learned so far; it stays valid when the walk ends in damage. */
export interface Snapshot {
  /** Format version; null before the header was read. */
  version: number | null;
  /** `VALKEY` in the header: types from 22 up are Valkey's own. */
  valkey: boolean;
  /** Version of the server that wrote it, as it says itself. */
  writer: string | null;
  keys: number;
  /** Offset behind the last whole item. */
  boundary: number;
  /** Offset of the end mark; null until it was reached. */
  end: number | null;
  checksum: 'fits' | 'wrong' | 'none' | 'not-reached';
}

export const newSnapshot = (start: number): Snapshot => ({
  version: null,
  valkey: false,
  writer: null,
  keys: 0,
  boundary: start,
  end: null,
  checksum: 'not-reached',
});

const opcode = {
  slotImportOrKeyMeta: 243,
  slotInfo: 244,
  library: 245,
  moduleAux: 247,
  idle: 248,
  frequency: 249,
  auxiliary: 250,
  resize: 251,
  expiryMs: 252,
  expirySeconds: 253,
  database: 254,
  end: 255,
} as const;

function* readHeader(from: ByteReader, snapshot: Snapshot): Walk {
  const start = from.offset;
  yield* from.need(9);
  const header = from.take(9).toString('latin1');
  snapshot.valkey = header.startsWith('VALKEY');
  if (!snapshot.valkey && !header.startsWith('REDIS')) throw new Damage('structure', start, 'it does not begin with REDIS or VALKEY: it is no snapshot');
  const digits = header.slice(snapshot.valkey ? 6 : 5);
  if (!/^\d+$/.test(digits) || Number(digits) === 0) throw new Damage('structure', start + header.length - digits.length, 'the header holds no version');
  snapshot.version = Number(digits);
}

function* readAuxiliary(from: ByteReader, snapshot: Snapshot): Walk {
  // The name's view is only valid until the next read.
  const name = (yield* readString(from)).bytes?.toString('latin1');
  const value = (yield* readString(from)).bytes;
  if ((name === 'redis-ver' || name === 'valkey-ver') && value) snapshot.writer = value.toString('latin1', 0, 40).replace(/[^\x20-\x7e]/g, '?');
}

/** Opcode 243: state of a slot import in Valkey 9, a key's metadata of modules in Redis from format 13 on. */
function* skip243(from: ByteReader, snapshot: Snapshot): Walk {
  if (snapshot.valkey) {
    yield* skipString(from);
    for (let ranges = yield* readCount(from); ranges > 0; ranges--) {
      yield* readNumber(from);
      yield* readNumber(from);
    }
    return;
  }
  for (let classes = yield* readCount(from); classes > 0; classes--) {
    yield* from.skip(4);
    yield* skipModuleValue(from);
  }
}

function* skipNumbers(from: ByteReader, count: number): Walk {
  for (let left = count; left > 0; left--) yield* readNumber(from);
}

/**
 * Passes over a whole snapshot, its header, values, end mark and checksum, and leaves the reader behind it. Throws Damage
 * where the structure breaks; `snapshot` then says how far it was well.
 */
export function* walkSnapshot(from: ByteReader, snapshot: Snapshot): Walk {
  yield* readHeader(from, snapshot);
  snapshot.boundary = from.offset;
  for (;;) {
    yield* from.need(1);
    const offset = from.offset;
    const type = from.byte();
    switch (type) {
      case opcode.end:
        snapshot.end = offset;
        snapshot.boundary = from.offset;
        return yield* readChecksum(from, snapshot);
      // These belong to the key that follows: the boundary stays before them.
      case opcode.expiryMs:
        yield* from.skip(8);
        continue;
      case opcode.expirySeconds:
        yield* from.skip(4);
        continue;
      case opcode.frequency:
        yield* from.skip(1);
        continue;
      case opcode.idle:
        yield* readLength(from);
        continue;
      case opcode.database:
        yield* readNumber(from);
        break;
      case opcode.resize:
        yield* skipNumbers(from, 2);
        break;
      case opcode.slotInfo:
        yield* skipNumbers(from, 3);
        break;
      case opcode.auxiliary:
        yield* readAuxiliary(from, snapshot);
        break;
      case opcode.library:
        yield* skipString(from);
        break;
      case opcode.moduleAux:
        yield* skipModuleAux(from);
        break;
      case opcode.slotImportOrKeyMeta:
        if (!snapshot.valkey && (snapshot.version ?? 0) < 13) throw new Damage('unknown', offset, `no value type ${type}`);
        yield* skip243(from, snapshot);
        if (!snapshot.valkey) continue;
        break;
      default:
        if (!isValueType(type, snapshot.valkey)) throw new Damage('unknown', offset, `no value type ${type}`);
        yield* skipString(from);
        yield* skipValue(from, type, snapshot.valkey);
        snapshot.keys++;
    }
    snapshot.boundary = from.offset;
  }
}

function* readChecksum(from: ByteReader, snapshot: Snapshot): Walk {
  // Formats before 5 end with the end mark.
  if ((snapshot.version ?? 0) < 5) {
    snapshot.checksum = 'none';
    return;
  }
  const crc = from.checksum();
  if (from.remaining < 8) throw new Damage('cut', from.size, 'the checksum at the end is missing');
  yield* from.need(8);
  const bytes = from.take(8);
  snapshot.boundary = from.offset;
  snapshot.checksum = bytes.every((byte) => byte === 0) ? 'none' : crc === null || crc.matches(bytes) ? 'fits' : 'wrong';
}

/**
 * After a part that this reader does not know: passes over the rest and compares the checksum that the file's last eight
 * bytes should be. `checksum` stays `not-reached` when there is none to compare.
 */
export function* walkToChecksum(from: ByteReader, snapshot: Snapshot): Walk {
  yield* from.skip(Math.max(0, from.remaining - 8));
  const crc = from.checksum();
  if ((snapshot.version ?? 0) < 5 || from.remaining < 8) return;
  yield* from.need(8);
  const bytes = from.take(8);
  snapshot.checksum = bytes.every((byte) => byte === 0) ? 'none' : crc?.matches(bytes) ? 'fits' : 'wrong';
}
