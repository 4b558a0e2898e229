import type { Random } from './random.ts';

/** Pieces that parsers trip over: lengths, separators, numbers at their ends, quotes, escapes. */
const pieces = [
  ...['\r\n', '\n', '\r', '\0', ' ', '=', ':', ',', '@', '#', '"', "'", '\\', '\\x', '${', '${A:-', '%00', '%', '[', ']', '(', ')', '{', '}', '//', '::', '-', '~', '*', '&'],
  ...['$-1\r\n', '*-1\r\n', '$2147483647\r\n', '*99999999\r\n', '%1\r\n', '|1\r\n', '>1\r\n', '_\r\n', ',nan\r\n', '$0\r\n\r\n', '+\r\n', '-\r\n', ':\r\n'],
  ...['0', '-0', '-1', '1e999', 'NaN', 'Infinity', '9223372036854775808', '18446744073709551616', '99999999999999999999999', '0x10', '1.5', '-nan', '65536'],
  ...['__proto__', 'constructor', 'toString', '\u{1f4a5}', '\ufeff', 'é'],
].map((piece) => Buffer.from(piece));

/** One to eight changes of a seed; sometimes half of another one behind it. At most 256 KiB. */
export function mutate(seed: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  for (let left = 1 + random.below(8); left > 0; left -= 1) bytes = change(bytes, others, random);
  return bytes.subarray(0, 256 * 1024);
}

function change(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const length = 1 + random.below(random.below(4) === 0 ? 400 : 12);
  switch (random.below(9)) {
    case 0:
    case 1: {
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    }
    case 2: {
      if (at < bytes.length) bytes[at] = random.below(256);
      return bytes;
    }
    case 3:
    case 4:
      return Buffer.concat([bytes.subarray(0, at), random.pick(pieces), bytes.subarray(at + random.below(2) * length)]);
    case 5:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 6: {
      const part = bytes.subarray(at, at + length);
      return Buffer.concat([bytes.subarray(0, at), ...Array.from({ length: 1 + random.below(6) }, () => part), bytes.subarray(at)]);
    }
    case 7:
      return random.below(3) === 0 ? bytes.subarray(0, at) : bytes;
    default: {
      const other = random.pick(others);
      const from = random.below(other.length + 1);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + length * 8), bytes.subarray(at)]);
    }
  }
}
