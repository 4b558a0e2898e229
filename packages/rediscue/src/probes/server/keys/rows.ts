import { numberOf, type Reply, text } from '../../../redis/index.ts';

/** One key that the script looked at. Missing figures are null. */
export interface KeyRow {
  key: string;
  type: string;
  bytes: number | null;
  /** It has an expiry; null when that could not be asked. */
  expires: boolean | null;
  sign: string;
}

export interface Sample {
  sampled: KeyRow[];
  named: KeyRow[];
  /** The account may not touch some of the keys: the sample ends there. */
  isCutShort: boolean;
}

/** Reply of the sampling script. */
export function readSample(reply: Reply): Sample | undefined {
  if (!Array.isArray(reply) || !Array.isArray(reply[0])) return undefined;
  return { sampled: rowsOf(reply[0]), named: rowsOf(reply[1]), isCutShort: figure(reply[2]) === 1 };
}

export interface Searched {
  cursor: string;
  looked: number;
  top: { key: string; type: string; bytes: number }[];
}

/** Reply of the searching script. */
export function readSearched(reply: Reply): Searched | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [cursor, looked] = [text(reply[0]), figure(reply[1])];
  if (cursor === undefined || looked === undefined || !Array.isArray(reply[2])) return undefined;
  const top = reply[2].slice(0, 3).flatMap((row) => {
    const [key, type, bytes] = Array.isArray(row) ? [text(row[0]), text(row[1]), figure(row[2])] : [];
    return key === undefined || type === undefined || bytes === undefined ? [] : [{ key: key.slice(0, 256), type, bytes }];
  });
  return { cursor, looked, top };
}

function rowsOf(reply: Reply | undefined): KeyRow[] {
  if (!Array.isArray(reply)) return [];
  return reply.slice(0, 1000).flatMap((row) => {
    const [name, type, bytes, ttl, sign] = Array.isArray(row) ? [text(row[0]), text(row[1]), figure(row[2]), figure(row[3]), text(row[4])] : [];
    if (name === undefined || type === undefined) return [];
    return [
      { key: name.slice(0, 256), type, bytes: bytes === undefined || bytes < 0 ? null : bytes, expires: ttl === undefined || ttl === -3 ? null : ttl >= 0, sign: sign ?? '' },
    ];
  });
}

const figure = (reply: Reply | undefined): number | undefined => (typeof reply === 'number' ? reply : numberOf(text(reply)));
