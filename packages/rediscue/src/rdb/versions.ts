/** The highest RDB version with `REDIS` in its header that a server loads, and the highest with `VALKEY`. */
export interface Loadable {
  redis: number;
  valkey: number;
}

/** First version of a server and the RDB version that it brought, newest first. Sources: `rdb.h` of each release. */
const redisVersions: readonly (readonly [number, number])[] = [
  [7.4, 12],
  [7.2, 11],
  [7.0, 10],
  [5.0, 9],
  [4.0, 8],
  [3.2, 7],
  [2.6, 6],
];

/** Newest release of Redis whose RDB version is known here; nothing is said about later ones. */
const lastKnownRedis = 8.4;

/** What a server of that name and version can load; null when it is not known. */
export function loadableBy(name: 'redis' | 'valkey', version: string): Loadable | null {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (!match) return null;
  const number = Number(match[1]) + Number(match[2]) / 10;
  if (name === 'valkey') {
    if (number >= 9.2) return null;
    return number >= 9 ? { redis: 11, valkey: 80 } : { redis: 11, valkey: 0 };
  }
  if (number > lastKnownRedis) return null;
  const known = redisVersions.find(([since]) => number >= since);
  return known ? { redis: known[1], valkey: 0 } : null;
}
