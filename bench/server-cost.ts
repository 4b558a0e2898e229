// What a diagnosis costs the server: commands asked of it, and the p99 that its clients see meanwhile.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Server, startServer, World } from '../testbed/index.ts';
import { median, table } from './measure.ts';

const program = join(import.meta.dirname, '..', 'packages', 'rediscue', 'dist', 'rediscue.mjs');
/** The server under load and its clients have a core of their own; who diagnoses has the other. */
const [loadCore, probeCore] = ['0', '1'] as const;

/**
 * Compared are clients' latencies while this server is diagnosed again and again, and while another one is: the second is the
 * control, with the same work on the same core, so that what is left is what the questions cost the server itself.
 */
export async function serverCost(rounds = 9): Promise<string> {
  await using world = new World('rediscue-bench-');
  const server = await startServer(world);
  const other = await startServer(world);
  for (const each of [server, other]) await each.call('DEBUG', 'POPULATE', '100000', 'key', '100');
  pin(server, loadCore);
  pin(other, probeCore);
  const commands = await commandsAsked(server);

  const looks: Record<'alone' | 'other' | 'this', number[]> = { alone: [], other: [], this: [] };
  for (let round = 0; round < rounds; round += 1) {
    looks.alone.push(await p99(server, null));
    looks.other.push(await p99(server, other));
    looks.this.push(await p99(server, server));
  }
  const row = (name: string, values: number[]) => [name, median(values).toFixed(3), Math.min(...values).toFixed(3), Math.max(...values).toFixed(3)];
  return [
    `commands that one diagnosis asks of a healthy server: ${commands} (limit 39)`,
    '',
    table([
      ['p99 of GET and SET, four clients, ms', 'median', 'min', 'max'],
      row('nothing else runs', looks.alone),
      row('another server is diagnosed without pause', looks.other),
      row('this server is diagnosed without pause', looks.this),
    ]),
    `this one to the other one: ${(median(looks.this) / median(looks.other)).toFixed(2)}`,
  ].join('\n');
}

async function commandsAsked(server: Server): Promise<number> {
  const counter = await server.client();
  const processed = async () => Number(await counter.info('total_commands_processed'));
  const before = await processed();
  await diagnose(server);
  // The INFO of the counting itself is not the diagnosis's: one of them falls between the readings.
  const commands = (await processed()) - before - 1;
  counter.close();
  return commands;
}

/** In milliseconds, the worse of the two commands. */
async function p99(server: Server, diagnosed: Server | null): Promise<number> {
  let isOver = false;
  const probing = (async () => {
    while (diagnosed !== null && !isOver) await diagnose(diagnosed);
  })();
  const load = ['redis-benchmark', '-p', String(server.port), '-c', '4', '-n', '60000', '-r', '100000', '-d', '100', '-t', 'get,set', '--csv'];
  const { stdout } = await promisify(execFile)('taskset', ['-c', loadCore, ...load]);
  isOver = true;
  await probing;
  const [head = '', ...rows] = stdout.trim().split('\n');
  const column = head.split(',').indexOf('"p99_latency_ms"');
  return Math.max(...rows.map((line) => Number(line.split(',')[column]?.replaceAll('"', ''))));
}

const pin = ({ pid }: Server, core: string) => execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', core, String(pid)], { stdio: 'ignore' });

async function diagnose({ port }: Server): Promise<void> {
  const command = ['-c', probeCore, process.execPath, program, 'diagnose', `redis://127.0.0.1:${port}`, '--json'];
  await once(spawn('taskset', command, { stdio: 'ignore' }), 'exit');
}
