import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const living = new Set<World>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    void Promise.all([...living].map((world) => world.end())).finally(() => process.exit(130));
  });
// A crash leaves no time for promises: what can be ended at once is ended at once.
process.on('exit', () => {
  for (const world of living) world.killAll();
});

/** Everything that one test starts, and its end: processes, folders, mounts, namespaces. */
export class World implements AsyncDisposable {
  readonly folder: string;
  /** Secrets that were planted and must never be seen in an output. */
  readonly secrets: string[] = [];
  readonly #children = new Set<ChildProcess>();
  readonly #undo: (() => unknown)[] = [];

  constructor(label = 'rediscue-test-') {
    this.folder = mkdtempSync(join(tmpdir(), label));
    living.add(this);
  }

  /** A secret that looks like a real one; outputs are searched for it. */
  secret(label = 'S3cr3t'): string {
    const text = `${label}-${Math.random().toString(36).slice(2, 12)}${Math.random().toString(36).slice(2, 12)}`;
    this.secrets.push(text);
    return text;
  }

  /** Runs at the end, the last one first. */
  defer(undo: () => unknown): void {
    this.#undo.push(undo);
  }

  /** A child process that ends with this world. Output goes to `onOutput`, or nowhere. */
  spawn(
    command: string,
    args: readonly string[],
    { cwd = this.folder, env, onOutput }: { cwd?: string; env?: NodeJS.ProcessEnv; onOutput?: (text: string) => void } = {},
  ): ChildProcess {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    child.stdout?.on('data', (chunk: Buffer) => onOutput?.(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => onOutput?.(chunk.toString()));
    child.on('error', (error) => onOutput?.(String(error)));
    return child;
  }

  /** Runs a command to its end. Throws with its output when it fails. */
  run(command: string, args: readonly string[], { cwd = this.folder, input }: { cwd?: string; input?: string } = {}): string {
    const done = spawnSync(command, args, { cwd, input, encoding: 'utf8', timeout: 60_000 });
    if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${done.status ?? done.signal}): ${done.error?.message ?? ''}${done.stderr}${done.stdout}`);
    return done.stdout;
  }

  killAll(): void {
    for (const child of this.#children) {
      // A stopped process takes no other signal than this one.
      if (child.pid !== undefined) child.kill('SIGKILL');
    }
  }

  async end(): Promise<void> {
    if (!living.delete(this)) return;
    const ended = [...this.#children].map((child) => (child.exitCode !== null || child.signalCode !== null ? undefined : new Promise((resolve) => child.once('close', resolve))));
    this.killAll();
    await Promise.all(ended);
    for (const undo of this.#undo.toReversed()) {
      try {
        await undo();
      } catch (error) {
        process.stderr.write(`clean-up failed: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }
}
