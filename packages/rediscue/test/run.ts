import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { World } from '../../../testbed/index.ts';

const program = join(import.meta.dirname, '../bin/rediscue.js');

export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
  ms: number;
}

export interface RunOptions {
  environment?: Record<string, string>;
  folder?: string;
  input?: string;
  /** Called with the process once it runs. */
  during?: (pid: number) => Promise<void>;
}

/** Runs the program as a person does, with nothing of our environment that could change what it says. */
export async function rediscue(world: World, args: readonly string[], { environment = {}, folder = world.folder, input, during }: RunOptions = {}): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: world.folder, LANG: 'C.UTF-8', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  world.defer(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  // It may have ended before it read anything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (during !== undefined && child.pid !== undefined) await during(child.pid);
  return { status: await status, stdout, stderr, ms: performance.now() - started };
}
