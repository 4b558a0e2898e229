import type { ByteReader, Walk } from './byte-reader.ts';
import { Damage } from './damage.ts';
import { skipModuleValue } from './modules.ts';
import { checkIntset, checkListpack, checkZiplist, checkZipmap, type PackedProblem } from './packed.ts';
import { readCount, readNumber, readString, skipString } from './primitives.ts';
import { skipStream } from './stream.ts';

/** A string that holds a packed structure: its inside is checked. */
function* skipPacked(from: ByteReader, check: (blob: Buffer) => PackedProblem | null): Walk {
  const { bytes, offset, packed } = yield* readString(from);
  if (!bytes) return;
  const problem = check(bytes);
  if (problem) throw new Damage('structure', packed ? offset : offset + problem.at, problem.reason);
}

function* skipStrings(from: ByteReader, each: number): Walk {
  for (let left = (yield* readCount(from)) * each; left > 0; left--) yield* skipString(from);
}

/** Scores as text with a length byte; 253 to 255 stand for NaN and the infinities. */
function* skipTextScore(from: ByteReader): Walk {
  yield* from.need(1);
  const length = from.byte();
  if (length < 253) yield* from.skip(length);
}

function* skipSortedSet(from: ByteReader, binaryScores: boolean): Walk {
  for (let left = yield* readCount(from); left > 0; left--) {
    yield* skipString(from);
    if (binaryScores) yield* from.skip(8);
    else yield* skipTextScore(from);
  }
}

function* skipQuicklist(from: ByteReader, second: boolean): Walk {
  for (let left = yield* readCount(from); left > 0; left--) {
    if (!second) {
      yield* skipPacked(from, checkZiplist);
      continue;
    }
    const offset = from.offset;
    const container = yield* readNumber(from);
    if (container === 1) yield* skipString(from);
    else if (container === 2) yield* skipPacked(from, checkListpack);
    else throw new Damage('structure', offset, `no list node of kind ${container}`);
  }
}

/** A hash with times to live for its fields, as Redis 7.4 and later writes it: time, field, value. */
function* skipHashWithTimes(from: ByteReader): Walk {
  for (let left = yield* readCount(from); left > 0; left--) {
    yield* readNumber(from);
    yield* skipString(from);
    yield* skipString(from);
  }
}

/** The same as Valkey 9 and later writes it: field, value, eight bytes of absolute time. */
function* skipValkeyHashWithTimes(from: ByteReader): Walk {
  for (let left = yield* readCount(from); left > 0; left--) {
    yield* skipString(from);
    yield* skipString(from);
    yield* from.skip(8);
  }
}

/** Passes over a value of that type. Types 22 and up mean different things to Redis and to Valkey. */
export function* skipValue(from: ByteReader, type: number, valkey: boolean): Walk {
  const offset = from.offset;
  switch (type) {
    case 0:
      return yield* skipString(from);
    case 1:
    case 2:
      return yield* skipStrings(from, 1);
    case 3:
      return yield* skipSortedSet(from, false);
    case 4:
      return yield* skipStrings(from, 2);
    case 5:
      return yield* skipSortedSet(from, true);
    case 7:
      yield* readNumber(from);
      return yield* skipModuleValue(from);
    case 9:
      return yield* skipPacked(from, checkZipmap);
    case 10:
    case 12:
    case 13:
      return yield* skipPacked(from, checkZiplist);
    case 11:
      return yield* skipPacked(from, checkIntset);
    case 14:
      return yield* skipQuicklist(from, false);
    case 15:
      return yield* skipStream(from, 1);
    case 16:
    case 17:
    case 20:
      return yield* skipPacked(from, checkListpack);
    case 18:
      return yield* skipQuicklist(from, true);
    case 19:
      return yield* skipStream(from, 2);
    case 21:
      return yield* skipStream(from, 3);
    case 22:
      return valkey ? yield* skipValkeyHashWithTimes(from) : yield* skipHashWithTimes(from);
  }
  if (!valkey && type === 23) return yield* skipPacked(from, checkListpack);
  if (!valkey && type === 24) {
    yield* from.skip(8);
    return yield* skipHashWithTimes(from);
  }
  if (!valkey && type === 25) {
    yield* from.skip(8);
    return yield* skipPacked(from, checkListpack);
  }
  throw new Damage('unknown', offset, `value type ${type} is not known`);
}

/** Whether a byte at the place of a type stands for a value that this reader can pass over. */
export function isValueType(type: number, valkey: boolean): boolean {
  return type <= 5 || type === 7 || (type >= 9 && type <= (valkey ? 22 : 25));
}
