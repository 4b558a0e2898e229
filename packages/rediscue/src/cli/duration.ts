const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

/** `200ms`, `10s`, `1.5s`, `2m` in milliseconds; null when it is none. A bare number has no unit and is refused. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text);
  if (match === null) return null;
  const milliseconds = Number(match[1]) * (units[match[2] ?? ''] ?? Number.NaN);
  return Number.isSafeInteger(Math.round(milliseconds)) ? Math.round(milliseconds) : null;
}
