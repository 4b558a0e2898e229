import { type Reply, text } from '../resp.ts';
import { nameCommand } from './command-name.ts';
import { clipped, fields, list, number } from './shape.ts';

export interface FunctionStats {
  running: { name: string; command: string; durationMs: number } | null;
  /** Loaded libraries over all engines; null when the server does not say. */
  libraries: number | null;
}

/** FUNCTION STATS (7.0 and newer); a script of EVAL that runs is told by a BUSY error instead. */
export function parseFunctionStats(reply: Reply): FunctionStats | undefined {
  const named = fields(reply);
  if (named === undefined || !named.has('running_script')) return undefined;
  const running = fields(named.get('running_script'));
  const durationMs = number(running?.get('duration_ms'));
  const engines = fields(named.get('engines'));
  let libraries: number | null = null;
  for (const engine of engines?.values() ?? []) {
    const count = number(fields(engine)?.get('libraries_count'));
    if (count !== undefined) libraries = (libraries ?? 0) + count;
  }
  return {
    running:
      running === undefined || durationMs === undefined
        ? null
        : { name: clipped(running.get('name'), 128) ?? '', command: nameCommand((list(running.get('command')) ?? []).map((word) => text(word) ?? '')).command, durationMs },
    libraries,
  };
}
