import type { ByteReader, Walk } from './byte-reader.ts';
import { Damage } from './damage.ts';

/** What a walk over commands has learned; valid also when it ends in damage. */
export interface Commands {
  commands: number;
  /** Offset at which the latest command begins. */
  start: number;
  /** Offset behind the last whole command; inside a transaction: before its MULTI. */
  boundary: number;
}

const newline = 0x0a;
const longestLine = 64;
/** Longest annotation line that is looked at in one piece. */
const longestAnnotation = 4096;

/** Reads `*12\r\n` or `$5\r\n`. Servers read the number up to the first other character; digits are asked for here. */
function* readCountLine(from: ByteReader, mark: number, what: string): Walk<number> {
  if (from.available < longestLine) yield* from.need(Math.max(1, Math.min(longestLine, from.remaining)));
  const offset = from.offset;
  if (from.buffer[from.at] !== mark) throw new Damage('structure', offset, `${what} expected`);
  const { buffer } = from;
  const end = from.at + from.available;
  let number = 0;
  let at = from.at + 1;
  for (; at < end; at++) {
    const digit = (buffer[at] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  if (at >= end && from.remaining === from.available) throw new Damage('cut', from.size, 'the file ends inside a command');
  if (at === from.at + 1 || number > 0x7fffffff * 2 || buffer[at] !== 0x0d) throw new Damage('structure', offset, `${what} without a number`);
  if (at + 1 >= end) throw new Damage('cut', from.size, 'the file ends inside a command');
  if (buffer[at + 1] !== newline) throw new Damage('structure', offset, `${what} without an end of line`);
  from.at = at + 2;
  return number;
}

/** Passes over a line that begins with `#`: servers since 7.0 skip it, time stamps are written so. */
function* skipAnnotation(from: ByteReader): Walk {
  if (from.available < longestAnnotation) yield* from.need(Math.min(longestAnnotation, from.remaining));
  const end = from.buffer.indexOf(newline, from.at);
  const isHere = end >= 0 && end < from.at + from.available;
  if (!isHere && from.remaining <= longestAnnotation) throw new Damage('cut', from.size, 'the file ends inside an annotation');
  if (!isHere) throw new Damage('structure', from.offset, 'an annotation without an end');
  from.at = end + 1;
}

/** The argument's text when it is short and ours to compare, otherwise null. */
function* readArgument(from: ByteReader, keep: boolean): Walk<string | null> {
  const length = yield* readCountLine(from, 0x24, 'the length of an argument');
  if (length + 2 > from.remaining) throw new Damage('cut', from.size, 'the file ends inside a command');
  let text: string | null = null;
  if (keep && length <= 8) {
    yield* from.need(length + 2);
    text = from.buffer.toString('latin1', from.at, from.at + length).toUpperCase();
  }
  const offset = from.offset + length;
  if (length <= from.available) from.at += length;
  else yield* from.skip(length);
  yield* from.need(2);
  if (from.byte() !== 0x0d || from.byte() !== newline) throw new Damage('structure', offset, 'an argument of another length than it says');
  return text;
}

/** Passes over commands to the end of the file. Throws Damage where they break. */
export function* walkCommands(from: ByteReader, progress: Commands): Walk {
  let inTransaction = false;
  let transactionStart = from.offset;
  progress.boundary = from.offset;
  while (from.remaining > 0) {
    yield* from.need(1);
    progress.start = from.offset;
    if (from.buffer[from.at] === 0x23) {
      yield* skipAnnotation(from);
      if (!inTransaction) progress.boundary = from.offset;
      continue;
    }
    const start = from.offset;
    const count = yield* readCountLine(from, 0x2a, 'a command');
    if (count < 1) throw new Damage('structure', start, 'a command without a name');
    const name = yield* readArgument(from, true);
    for (let left = count - 1; left > 0; left--) yield* readArgument(from, false);
    progress.commands++;
    if (name === 'MULTI') {
      inTransaction = true;
      transactionStart = start;
    } else if (name === 'EXEC' || name === 'DISCARD') inTransaction = false;
    progress.boundary = inTransaction ? transactionStart : from.offset;
  }
  if (inTransaction) throw new Damage('cut', from.size, 'the file ends inside a transaction: its EXEC is missing');
}
