import { overview } from './help.ts';
import { loadAll } from './registry.ts';
import { terminalOf } from './terminal.ts';

/** `rediscue --help` alone: nothing runs that could fail, be interrupted or take time. */
export async function printOverview(): Promise<void> {
  process.stdout.write(overview(await loadAll(), terminalOf(process.stdout, process.env, false)));
}
