import type { Reply } from '../resp.ts';
import { clip, fields, number } from './shape.ts';

const most = 1000;

/** MEMORY STATS: figures by name; those of a database as `db.0.overhead.hashtable.main`. What is no number is left out. */
export function parseMemoryStats(reply: Reply): Record<string, number> | undefined {
  const named = fields(reply);
  if (named === undefined) return undefined;
  const stats: Record<string, number> = {};
  let count = 0;
  const add = (name: string, value: Reply) => {
    const figure = number(value);
    if (figure === undefined || count >= most || name === '__proto__') return;
    stats[clip(name, 128)] = figure;
    count += 1;
  };
  for (const [name, value] of named) {
    const inner = Array.isArray(value) || value instanceof Map ? fields(value) : undefined;
    if (inner === undefined) add(name, value);
    else for (const [part, figure] of inner) add(`${name}.${part}`, figure);
  }
  return count > 0 ? stats : undefined;
}
