/** Edits (insert, delete, replace, swap of neighbours) from one word to the other. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

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
