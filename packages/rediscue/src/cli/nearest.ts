import { distance } from '../nearest-word.ts';

/** The known words that someone may have meant, the likeliest first. */
export function nearest(word: string, known: readonly string[], most = 1): string[] {
  // Longer input is no slip of the pen, and comparing it would take long.
  if (word.length === 0 || word.length > 80) return [];
  const wanted = word.toLowerCase();
  return known
    .map((name) => ({ name, score: score(wanted, name) }))
    .filter(({ score }) => score <= Math.max(2, Math.floor(wanted.length / 3)))
    .toSorted((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

function score(wanted: string, name: string): number {
  if (name.startsWith(wanted) || name.endsWith(wanted)) return 0.5;
  return distance(wanted, name);
}
