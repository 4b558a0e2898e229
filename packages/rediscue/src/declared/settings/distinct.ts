import type { Use } from '../reading.ts';

/** Once each, by what they say and where. */
export const distinctUses = (uses: readonly Use[]): Use[] =>
  firsts(uses, ({ variable, means, fallback, place }) => [variable, means, fallback, place.file, place.line, place.column]);

/** One line says a thing once, also where it both reads a variable and hands it on; the first is the one with the most behind it. */
export const oncePerLine = (uses: readonly Use[]): Use[] => firsts(uses, ({ variable, means, place }) => [variable, means, place.file, place.line]);

function firsts(uses: readonly Use[], keyOf: (use: Use) => unknown[]): Use[] {
  const found = new Map<string, Use>();
  for (const use of uses) {
    const key = JSON.stringify(keyOf(use));
    if (!found.has(key)) found.set(key, use);
  }
  return [...found.values()];
}
