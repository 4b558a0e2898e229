const powers: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** Bytes of `512m`, `1.5 GiB`, `1073741824`; null when it is no size. */
export function bytesOf(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+) ?(?:([bkmgtp])(?:i?b)?)?$/i.exec(text.trim());
  if (!match) return null;
  const value = Number(match[1]) * 1024 ** (powers[(match[2] ?? 'b').toLowerCase()] ?? 0);
  return Number.isFinite(value) ? Math.floor(value) : null;
}
