import { numberOf, type Reply, text } from '../../../redis/index.ts';

/** One key that was measured. Missing figures are null. */
export interface KeyRow {
  key: string;
  type: string;
  bytes: number | null;
  /** It has an expiry; null when that could not be asked. */
  expires: boolean | null;
}

const longestName = 256;

/** Names as reports show them; a key is any bytes of up to 512 MB. */
export const shownKey = (key: Buffer): string =>
  key
    .subarray(0, longestName * 4)
    .toString()
    .slice(0, longestName);

/** Reply of the measuring script. */
export function readRows(reply: Reply | undefined): KeyRow[] | undefined {
  if (!Array.isArray(reply)) return undefined;
  return reply.slice(0, 1000).flatMap((row) => {
    const [name, type, bytes, ttl] = Array.isArray(row) ? [row[0], text(row[1]), figure(row[2]), figure(row[3])] : [];
    if (!Buffer.isBuffer(name) || type === undefined) return [];
    return [{ key: shownKey(name), type, bytes: bytes === undefined || bytes < 0 ? null : bytes, expires: ttl === undefined || ttl === -3 ? null : ttl >= 0 }];
  });
}

/** Reply of the script that looks for signs. */
export function readSigns(reply: Reply): { key: string; sign: string }[] | undefined {
  if (!Array.isArray(reply)) return undefined;
  return reply.slice(0, 1000).flatMap((row) => {
    const [name, sign] = Array.isArray(row) ? [row[0], text(row[1])] : [];
    return Buffer.isBuffer(name) && sign !== undefined ? [{ key: shownKey(name), sign }] : [];
  });
}

export interface Searched {
  cursor: string;
  looked: number;
  top: KeyRow[];
}

/** Reply of the searching script. */
export function readSearched(reply: Reply): Searched | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [cursor, looked, top] = [text(reply[0]), figure(reply[1]), readRows(reply[2])];
  return cursor === undefined || looked === undefined || top === undefined ? undefined : { cursor, looked, top };
}

/** Reply of SCAN: the keys, and where to go on (`0`: that was all). */
export function readScan(reply: Reply): { cursor: string; keys: Buffer[] } | undefined {
  const [cursor, keys] = Array.isArray(reply) ? [text(reply[0]), reply[1]] : [];
  if (cursor === undefined || !Array.isArray(keys)) return undefined;
  return { cursor, keys: keys.slice(0, 200).filter((key) => Buffer.isBuffer(key)) };
}

export const figure = (reply: Reply | undefined): number | undefined => (typeof reply === 'number' ? reply : numberOf(text(reply)));
