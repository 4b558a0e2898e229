import type { Reply } from '../resp.ts';
import { clipped, list, number } from './shape.ts';

export interface LatencyEvent {
  event: string;
  /** When it was last seen, in seconds since 1970, by the server's clock. */
  at: number;
  latestMs: number;
  maxMs: number;
}

/** LATENCY LATEST. Newer versions add figures at the end of each entry. */
export function parseLatencyLatest(reply: Reply): LatencyEvent[] | undefined {
  const entries = list(reply);
  if (entries === undefined) return undefined;
  const found: LatencyEvent[] = [];
  for (const entry of entries.slice(0, 200)) {
    const parts = list(entry) ?? [];
    const event = clipped(parts[0], 64);
    const [at, latestMs, maxMs] = [number(parts[1]), number(parts[2]), number(parts[3])];
    if (event !== undefined && at !== undefined && latestMs !== undefined && maxMs !== undefined) found.push({ event, at, latestMs, maxMs });
  }
  return found.length > 0 || entries.length === 0 ? found : undefined;
}
