import type { ByteReader, Walk } from './byte-reader.ts';
import { Damage } from './damage.ts';
import { checkListpack } from './packed.ts';
import { readCount, readNumber, readString, skipString } from './primitives.ts';

const idBytes = 16;
const timeBytes = 8;

function* skipNumbers(from: ByteReader, count: number): Walk {
  for (let left = count; left > 0; left--) yield* readNumber(from);
}

/** A stream: nodes of entries, counters, consumer groups with their pending entries. Generation 2 is Redis 7.0, 3 is 7.2. */
export function* skipStream(from: ByteReader, generation: 1 | 2 | 3): Walk {
  for (let nodes = yield* readCount(from); nodes > 0; nodes--) {
    const id = yield* readString(from);
    if (id.bytes?.length !== idBytes) throw new Damage('structure', id.offset, 'a stream node whose identifier is not 16 bytes long');
    const { bytes, offset, packed } = yield* readString(from);
    const problem = bytes && checkListpack(bytes);
    if (problem) throw new Damage('structure', packed ? offset : offset + problem.at, `stream node: ${problem.reason}`);
  }
  // Length and last identifier; since 7.0 also first and highest deleted identifier and the number of entries ever added.
  yield* skipNumbers(from, generation >= 2 ? 8 : 3);
  for (let groups = yield* readCount(from); groups > 0; groups--) {
    yield* skipString(from);
    yield* skipNumbers(from, generation >= 2 ? 3 : 2);
    for (let pending = yield* readCount(from); pending > 0; pending--) {
      yield* from.skip(idBytes + timeBytes);
      yield* readNumber(from);
    }
    for (let consumers = yield* readCount(from); consumers > 0; consumers--) {
      yield* skipString(from);
      yield* from.skip(generation >= 3 ? 2 * timeBytes : timeBytes);
      const offset = from.offset;
      const owned = yield* readCount(from);
      if (owned * idBytes > from.remaining) throw new Damage('cut', offset, 'a count points beyond the end of the file');
      yield* from.skip(owned * idBytes);
    }
  }
}
