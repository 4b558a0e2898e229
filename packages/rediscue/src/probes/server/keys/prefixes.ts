/** `user:` of `user:1:profile`; without a separator the whole name up to its digits. */
export function prefixOf(key: string): string {
  const colon = key.indexOf(':');
  if (colon > 0) return key.slice(0, colon + 1);
  return /^[A-Za-z_]+[-_./|]/.exec(key)?.[0] ?? /^[A-Za-z_]+(?=\d)/.exec(key)?.[0] ?? key;
}

/** Names by which applications call what can be made again. */
const cacheLike = /(^|[:._/-])(caches?|cached|tmp|temp|fragments?|rendered|memo)([:._/-]|$)/i;

/** Keys of the most frequent prefix that is named like a cache (of any prefix where all is declared to be one); fewer than ten say nothing. */
export function cacheKeys(keys: readonly string[], isAllCache: boolean): string[] {
  const byPrefix = Map.groupBy(keys, prefixOf);
  const likely = [...byPrefix].filter(([prefix, all]) => all.length >= 10 && (isAllCache || cacheLike.test(prefix)));
  return likely.toSorted((a, b) => b[1].length - a[1].length)[0]?.[1] ?? [];
}

/** Sampled keys by prefix, the most frequent first; only prefixes that at least two keys have. */
export function prefixesOf(rows: readonly { key: string; expires: boolean }[]): { prefix: string; keys: number; withoutExpiry: number }[] {
  const found = new Map<string, { keys: number; withoutExpiry: number }>();
  for (const { key, expires } of rows) {
    const prefix = prefixOf(key);
    const seen = found.get(prefix) ?? { keys: 0, withoutExpiry: 0 };
    seen.keys += 1;
    if (!expires) seen.withoutExpiry += 1;
    found.set(prefix, seen);
  }
  return [...found]
    .filter(([, { keys }]) => keys >= 2)
    .map(([prefix, counts]) => ({ prefix, ...counts }))
    .sort((a, b) => b.keys - a.keys)
    .slice(0, 20);
}
