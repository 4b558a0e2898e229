// What a diagnosis costs the server: commands asked of it, and the p99 that its clients see meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startServer, World } from '../testbed/index.ts';
import { median, percentile, table } from './measure.ts';

const program = join(import.meta.dirname, '..', 'packages', 'rediscue', 'dist', 'rediscue.mjs');

export async function serverCost(rounds = 8): Promise<string> {
  await using world = new World('rediscue-bench-');
  const server = await startServer(world);
  await server.call('DEBUG', 'POPULATE', '100000', 'key', '100');
  const counter = await server.client();
  const processed = async () => Number(await counter.info('total_commands_processed'));
  const before = await processed();
  await diagnose(server.port);
  // The two INFO of the counting itself are not the diagnosis's: one of them falls between the readings.
  const commands = (await processed()) - before - 1;

  const quiet: number[] = [];
  const probed: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    quiet.push(await p99(server.port, false));
    probed.push(await p99(server.port, true));
  }
  counter.close();
  const row = (name: string, values: number[]) => [name, median(values).toFixed(3), Math.min(...values).toFixed(3), Math.max(...values).toFixed(3)];
  return [
    `commands that one diagnosis asks of a healthy server: ${commands} (limit 39)`,
    '',
    table([['p99 of GET under load, ms', 'median', 'min', 'max'], row('alone', quiet), row('while diagnosed again and again', probed)]),
    `ratio of the medians: ${(median(probed) / median(quiet)).toFixed(2)}`,
  ].join('\n');

  /** 20,000 GETs in pipelines of one from four connections; each round trip timed. */
  async function p99(port: number, withProbes: boolean): Promise<number> {
    let isOver = false;
    const probing = (async () => {
      while (withProbes && !isOver) await diagnose(port);
    })();
    const times: number[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        const client = await server.client();
        for (let i = 0; i < 5_000; i += 1) {
          const started = performance.now();
          await client.call('GET', `key:${i}`);
          times.push(performance.now() - started);
        }
        client.close();
      }),
    );
    isOver = true;
    await probing;
    return percentile(times, 0.99);
  }
}

async function diagnose(port: number): Promise<void> {
  await once(spawn(process.execPath, [program, 'diagnose', `redis://127.0.0.1:${port}`, '--json'], { stdio: 'ignore' }), 'exit');
}
