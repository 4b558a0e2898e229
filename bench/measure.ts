import { spawnSync } from 'node:child_process';

export interface Timed {
  name: string;
  command: readonly string[];
  env?: NodeJS.ProcessEnv;
}

/** Whole-process wall times in milliseconds, the commands in turn (A B A B …), after one warm-up of each. */
export function alternate(commands: readonly Timed[], runs: number): Map<string, number[]> {
  const times = new Map(commands.map(({ name }) => [name, [] as number[]]));
  for (let run = -1; run < runs; run += 1)
    for (const { name, command, env } of commands) {
      const started = performance.now();
      const done = spawnSync(command[0] as string, command.slice(1), { stdio: ['ignore', 'ignore', 'pipe'], env: env ?? process.env });
      const ms = performance.now() - started;
      if (done.status === null || done.status > 1) throw new Error(`${name} failed (${done.status ?? done.signal}): ${done.stderr}`);
      if (run >= 0) times.get(name)?.push(ms);
    }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Rows as a table with columns of equal width. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
