import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Run, runDiagnose } from '../gauntlet/harness/diagnose.ts';
import { type Engine, eventually, freePort, type Server, type ServerOptions, startEngine, startServer, World } from '../testbed/index.ts';

type Name = 'ai-force' | 'beautifyai' | 'castmatch' | 'mestocker' | 'netra';

/** A copy of one of the examples in a folder that goes with the test, with ports of its own. */
export class Example implements AsyncDisposable {
  readonly world: World;
  readonly folder: string;
  readonly env: Record<string, string>;

  constructor(world: World, folder: string, env: Record<string, string>) {
    this.world = world;
    this.folder = folder;
    this.env = { PATH: process.env.PATH ?? '', HOME: world.folder, EXAMPLE_DIR: folder, ...env };
  }

  /** Runs `break.mjs` or `mend.mjs` as its README says. */
  async script(file: 'break.mjs' | 'mend.mjs', ...args: string[]): Promise<void> {
    await promisify(execFile)(process.execPath, [join(this.folder, file), ...args], { cwd: this.folder, env: this.env });
  }

  /** Starts the application as a shell would; its output is in `app.log`. Gives what ends it. */
  start(command: string, isUp: () => Promise<unknown>, through: readonly string[] = []): Promise<unknown> {
    const [program = 'sh', ...args] = [...through, 'sh', '-c', `cd ${this.folder}; exec >> app.log 2>&1; ${command}`];
    const child = this.world.spawn(program, args, { cwd: this.folder, env: this.env });
    return eventually(`${command} is up or has ended`, async () => child.exitCode !== null || (await isUp()));
  }

  /** HTTP status of the application. */
  async status(path: string, init: RequestInit = {}): Promise<number> {
    return (await fetch(`http://127.0.0.1:${this.env.PORT}${path}`, { ...init, signal: AbortSignal.timeout(5000) })).status;
  }

  /** What the built program says here. */
  async rediscue(
    command: 'audit' | 'diagnose',
    more: { options?: string[]; env?: Record<string, string>; through?: string[] } = {},
  ): Promise<Run & { report: NonNullable<Run['report']> }> {
    const run = await runDiagnose({ command, project: this.folder, ...more }, this.world.folder);
    if (!run.report) throw new Error(`no report: ${run.stderr}${run.stdout}`);
    for (const secret of this.world.secrets) if (`${run.stdout}${run.stderr}`.includes(secret)) throw new Error('a secret was shown');
    return { ...run, report: run.report };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world.end();
  }
}

/** The files alone, in a world of their own. */
export function copied(name: Name): Example {
  const world = new World('rediscue-example-');
  return at(world, name, join(world.folder, name), {});
}

/** What a PostgreSQL says to somebody who asks for TLS, and then to one who has not logged in. */
const postgresql = "require('net').createServer((s) => s.on('data', (d) => s.write(d.length === 8 ? 'N' : Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 3])))).listen(5432, '127.0.0.1')";

/** The files beside an engine that runs the container of the name, as compose would have made it. */
export async function withEngine(name: Name, container: string): Promise<{ example: Example; engine: Engine }> {
  const world = new World('rediscue-example-');
  const engine = await startEngine(world);
  const labels = [`--label=com.docker.compose.project=${name}`, '--label=com.docker.compose.service=redis'];
  const env = { PORT: String(await freePort()), REDIS_PASSWORD: engine.password, CONTAINER_ENGINE: `podman --remote --url ${engine.host}` };
  const example = at(world, name, join(world.folder, name), env);
  await example.script('mend.mjs');
  const mounts = [`--volume=${example.folder}/redis:/etc/redis:U`, `--volume=${container}-data:/data`];
  await engine.run(container, ['--user=999:999', '--restart=unless-stopped', '--publish=127.0.0.1:6379:6379', ...mounts, ...labels], ['/etc/redis/redis.conf']);
  world.spawn(engine.exec[0] ?? '', [...engine.exec.slice(1), process.execPath, '-e', postgresql]);
  await engine.answers(container);
  return { example, engine };
}

/** The files in the folder of a server that runs, so that its redis.conf is the project's own. */
export async function withServer(name: Name, config: ServerOptions['config'] = {}): Promise<{ example: Example; server: Server }> {
  const world = new World('rediscue-example-');
  const server = await startServer(world, { name, config: { maxmemory: '64mb', ...config } });
  const example = at(world, name, server.folder, { REDIS_PORT: String(server.port), PORT: String(await freePort()) });
  return { example, server };
}

function at(world: World, name: Name, folder: string, env: Record<string, string>): Example {
  // What a reader's own try has left beside the sources stays where it is.
  const leftover = new RegExp(`/${name}/(\\.env|\\.env\\.staging|redis\\.conf|redis\\.log|app\\.log|dump\\.good\\.rdb|data)$|/castmatch/redis$|/__pycache__$`);
  cpSync(fileURLToPath(new URL(name, import.meta.url)), folder, { recursive: true, filter: (path) => !leftover.test(path) });
  return new Example(world, folder, env);
}
