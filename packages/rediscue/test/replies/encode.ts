import { Push, RedisError, type Reply } from '../../src/redis/index.ts';

/** A reply as a server would write it: what the decoder reads back. RESP2 has fewer types: maps become flat lists, the rest text. */
export function encodeReply(reply: Reply, version: 2 | 3): Buffer {
  const line = (text: string) => Buffer.from(`${text}\r\n`);
  const bulk = (bytes: Buffer) => Buffer.concat([line(`$${bytes.length}`), bytes, line('')]);
  const all = (sign: string, count: number, parts: readonly Reply[]) => Buffer.concat([line(`${sign}${count}`), ...parts.map((part) => encodeReply(part, version))]);
  if (reply === null) return line(version === 3 ? '_' : '$-1');
  if (typeof reply === 'string') return line(`+${reply}`);
  if (Buffer.isBuffer(reply)) return bulk(reply);
  if (typeof reply === 'boolean') return line(version === 3 ? `#${reply ? 't' : 'f'}` : `:${reply ? 1 : 0}`);
  if (typeof reply === 'bigint') return line(`${version === 3 ? '(' : ':'}${reply}`);
  if (typeof reply === 'number') return Number.isInteger(reply) && !Object.is(reply, -0) ? line(`:${reply}`) : encodeDouble(reply, version, bulk);
  if (reply instanceof RedisError) return line(`-${reply.text}`);
  if (reply instanceof Push) return all('>', reply.items.length, reply.items);
  if (reply instanceof Map) return version === 3 ? all('%', reply.size, [...reply].flat()) : all('*', reply.size * 2, [...reply].flat());
  return all('*', reply.length, reply);
}

function encodeDouble(value: number, version: 2 | 3, bulk: (bytes: Buffer) => Buffer): Buffer {
  const text = Number.isNaN(value) ? 'nan' : value === Number.POSITIVE_INFINITY ? 'inf' : value === Number.NEGATIVE_INFINITY ? '-inf' : Object.is(value, -0) ? '-0' : String(value);
  return version === 3 ? Buffer.from(`,${text}\r\n`) : bulk(Buffer.from(text));
}
