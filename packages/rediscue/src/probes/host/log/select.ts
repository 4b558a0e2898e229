import type { LogEvent } from './recognise.ts';

const maxEvents = 60;
/** A kind that repeats every second must not push out the one line that says why. */
const perKind = [8, 5, 3, 2, 1];

/** At most 60 events, the newest of each kind, in their order. */
export function selectEvents(events: readonly LogEvent[]): LogEvent[] {
  let kept = [...events];
  for (const limit of perKind) {
    const counts = new Map<string, number>();
    kept = events
      .toReversed()
      .filter(({ kind, afterLastStart }) => {
        const key = `${kind} ${afterLastStart}`;
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        return count <= (afterLastStart ? limit : Math.ceil(limit / 2));
      })
      .toReversed();
    if (kept.length <= maxEvents) return kept;
  }
  return kept.slice(-maxEvents);
}
