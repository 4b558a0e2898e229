import type { ByteReader, Walk } from './byte-reader.ts';
import { Damage } from './damage.ts';
import { readNumber, skipString } from './primitives.ts';

/** A module's value: parts that are each announced by what they are, until the end mark. No module is needed to pass over it. */
export function* skipModuleValue(from: ByteReader): Walk {
  for (;;) {
    const offset = from.offset;
    const part = yield* readNumber(from);
    switch (part) {
      case 0:
        return;
      case 1:
      case 2:
        yield* readNumber(from);
        break;
      case 3:
        yield* from.skip(4);
        break;
      case 4:
        yield* from.skip(8);
        break;
      case 5:
        yield* skipString(from);
        break;
      default:
        throw new Damage('structure', offset, `no part ${part} in a module's value`);
    }
  }
}

/** Data of a module beside the keys. */
export function* skipModuleAux(from: ByteReader): Walk {
  yield* readNumber(from);
  const offset = from.offset;
  if ((yield* readNumber(from)) !== 2) throw new Damage('structure', offset, "a module's data without the time it is for");
  yield* readNumber(from);
  yield* skipModuleValue(from);
}
