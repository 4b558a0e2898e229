// One row a fault: how long until somebody says why, and what they say. Rediscue beside redis-cli, node-redis and ioredis with their defaults.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { World } from '../testbed/index.ts';
import { faults } from './faults.ts';
import { table } from './measure.ts';

const program = join(import.meta.dirname, '..', 'packages', 'rediscue', 'dist', 'rediscue.mjs');
const node = process.execPath;

interface Told {
  ms: number;
  /** What was said, shortened; `never` when it was cut off. */
  said: string;
}

export async function deadEnds(cutOffMs = 10_000): Promise<string> {
  const rows = [['fault', 'rediscue', 'says', 'redis-cli', 'says', 'node-redis', 'says', 'ioredis', 'says']];
  for (const fault of faults) {
    await using world = new World('rediscue-bench-');
    const { url, through = [] } = await fault.arrange(world);
    const run = (command: readonly string[], read: (out: string, exit: number | null) => string) => tell([...through, ...command], cutOffMs, read, world.folder);
    const [ours, cli, nodeRedis, ioredis] = [
      await run([node, program, 'diagnose', url, '--json'], (out) => (JSON.parse(out) as { rootCauses: { code: string }[] }).rootCauses[0]?.code ?? 'healthy'),
      await run(cliCommand(url), (out, exit) => `exit ${exit}: ${shorten(out)}`),
      await run([node, join(import.meta.dirname, 'peers', 'node-redis.mjs'), url], shorten),
      await run([node, join(import.meta.dirname, 'peers', 'ioredis.mjs'), url], shorten),
    ];
    rows.push([fault.name, ...[ours, cli, nodeRedis, ioredis].flatMap(({ ms, said }) => [said === 'never' ? `> ${cutOffMs / 1000} s` : `${(ms / 1000).toFixed(2)} s`, said])]);
  }
  return table(rows);
}

function cliCommand(url: string): string[] {
  return ['redis-cli', ...(url.startsWith('rediss:') ? ['--tls'] : []), '-u', url, 'ping'];
}

const shorten = (text: string) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 60) || '(nothing)';

function tell(command: readonly string[], cutOffMs: number, read: (out: string, exit: number | null) => string, cwd: string): Promise<Told> {
  const started = performance.now();
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], cwd });
  let out = '';
  let isCut = false;
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    out += String(chunk).includes('Warning: Using a password') ? '' : chunk;
  });
  const timer = setTimeout(() => {
    isCut = true;
    child.kill('SIGKILL');
  }, cutOffMs);
  return new Promise((resolve) =>
    child.on('close', (exit) => {
      clearTimeout(timer);
      resolve({ ms: performance.now() - started, said: isCut ? 'never' : read(out, exit) });
    }),
  );
}
