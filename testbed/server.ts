import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client, type ClientOptions } from './client.ts';
import { eventually } from './eventually.ts';
import { freePort } from './ports.ts';
import type { World } from './world.ts';

/** The server under test: the first of `RUN_SERVERS`, or the system's own. */
export const serverBinary =
  process.env.RUN_SERVERS?.split(':')[0] ?? (existsSync('/usr/bin/valkey-server') && !existsSync('/usr/bin/redis-server') ? 'valkey-server' : 'redis-server');

export interface ServerOptions {
  /** Lines of redis.conf: `{ maxmemory: '2mb' }`; an array repeats the directive. */
  config?: Record<string, string | readonly string[]>;
  port?: number;
  /** Speak TLS alone; `config` names the files. */
  tls?: boolean;
  /** Run as a Sentinel. */
  sentinel?: boolean;
  /** More arguments after the configuration file. */
  args?: readonly string[];
  /** How tests log in, once it is up. */
  login?: Pick<ClientOptions, 'username' | 'password' | 'tls' | 'path'>;
  /** Run through another command: `['setpriv', '--reuid=nobody']`, `['ip', 'netns', 'exec', 'x']`. */
  through?: readonly string[];
  /** Folder name; a new one by default. */
  name?: string;
  /** The address at which tests reach it. */
  host?: string;
  binary?: string;
  /** Wait until it answers (default). */
  ready?: boolean;
}

let count = 0;

/** One real redis-server or valkey-server in a folder of its own: redis.conf, data, redis.log, stderr.log. */
export class Server {
  readonly world: World;
  readonly options: ServerOptions;
  readonly folder: string;
  readonly port: number;
  readonly configFile: string;
  readonly logFile: string;
  child: ChildProcess | null = null;
  /** What it wrote to stdout and stderr: the log when it has no file yet. */
  output = '';

  constructor(world: World, port: number, options: ServerOptions) {
    this.world = world;
    this.options = options;
    this.port = port;
    count += 1;
    this.folder = join(world.folder, options.name ?? `${options.sentinel ? 'sentinel' : 'server'}-${count}`);
    mkdirSync(join(this.folder, 'data'), { recursive: true });
    this.configFile = join(this.folder, options.sentinel ? 'sentinel.conf' : 'redis.conf');
    this.logFile = join(this.folder, 'redis.log');
    const lines: Record<string, string | readonly string[]> = {
      ...(options.tls ? { port: '0', 'tls-port': String(port) } : { port: String(port) }),
      bind: '127.0.0.1',
      dir: join(this.folder, 'data'),
      logfile: this.logFile,
      daemonize: 'no',
      ...(options.sentinel ? {} : { save: '""', 'enable-debug-command': 'yes', 'repl-diskless-sync-delay': '0' }),
      ...options.config,
    };
    if (/6\.|5\.|4\./.test(basename(join(options.binary ?? serverBinary, '..', '..')))) delete lines['enable-debug-command'];
    const text = Object.entries(lines).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${name} ${one}`));
    writeFileSync(this.configFile, `${text.join('\n')}\n`, { mode: 0o644 });
  }

  /** Starts it; waits until it answers where `ready`. */
  async start(ready = this.options.ready !== false): Promise<this> {
    const { through = [], args = [], sentinel, binary = serverBinary } = this.options;
    const command = [...through, binary, this.configFile, ...(sentinel ? ['--sentinel'] : []), ...args];
    this.output = '';
    const child = this.world.spawn(command[0] as string, command.slice(1), {
      cwd: this.folder,
      onOutput: (text) => {
        this.output += text;
      },
    });
    this.child = child;
    if (ready)
      await eventually(`${binary} answers on port ${this.port}`, async () => {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended: ${this.output}${this.log()}`);
        const client = await this.client();
        // The port accepts connections a moment before the server writes that it is ready.
        await client.quietly('PING');
        client.close();
        return true;
      });
    return this;
  }

  log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  /** Waits until its log says this: how to see that a server is up which tests cannot talk to. */
  async logs(text: string): Promise<void> {
    await eventually(`the log of the server on port ${this.port} says: ${text}`, () => this.log().includes(text));
  }

  client(more: ClientOptions = {}): Promise<Client> {
    return Client.open({ host: this.options.host ?? '127.0.0.1', port: this.port, ...this.options.login, ...more });
  }

  /** One command on a connection of its own. Throws on an error reply. */
  async call(...command: (string | Buffer)[]) {
    const client = await this.client();
    try {
      return await client.call(...command);
    } finally {
      client.close();
    }
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('the server was not started');
    return this.child.pid;
  }

  /** Accepts connections and answers nothing. */
  freeze(): void {
    process.kill(this.pid, 'SIGSTOP');
  }
  thaw(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** Ends it where it runs, and starts it again with these settings changed; null takes one out. */
  async rewritten(change: Record<string, string | null>): Promise<Server> {
    await this.stop();
    const config = { ...this.options.config };
    for (const [name, value] of Object.entries(change)) {
      if (value === null) delete config[name];
      else config[name] = value;
    }
    const password = change.requirepass ?? this.options.login?.password;
    const login = { ...this.options.login, ...(password ? { password } : {}) };
    return new Server(this.world, this.port, { ...this.options, config, login, name: basename(this.folder), ready: true }).start();
  }

  /** Ends it: SIGTERM saves as the configuration says, SIGKILL does not. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** Waits until a server that was started with `ready: false` has ended by itself. */
  async ended(): Promise<number | null> {
    const { child } = this;
    if (!child) return null;
    await eventually('the server ends', () => child.exitCode !== null || child.signalCode !== null);
    return child.exitCode;
  }
}

export async function startServer(world: World, options: ServerOptions = {}): Promise<Server> {
  return new Server(world, options.port ?? (await freePort()), options).start();
}
