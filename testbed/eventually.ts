/**
 * Polls until `condition` gives a truthy value, which it returns. Throws with the last value or error when `withinMs` is over.
 * The limit is wide as it costs nothing where all is well: a Sentinel that saw the machine stand still does nothing for 30 s.
 */
export async function eventually<T>(
  what: string,
  condition: () => Promise<T> | T,
  { withinMs = 60_000, everyMs = 25 }: { withinMs?: number; everyMs?: number } = {},
): Promise<NonNullable<T>> {
  const until = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as NonNullable<T>;
      last = value;
    } catch (error) {
      last = error;
    }
    if (performance.now() > until) throw new Error(`not within ${withinMs} ms: ${what}; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
