import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { eventually } from './eventually.ts';
import { serverBinary } from './server.ts';
import type { World } from './world.ts';

let count = 0;

/**
 * A Podman of the test's own, with its API socket. It lives in namespaces of its own: mounts, network and processes are
 * all gone with its first process, however that ends. What looks at its containers runs there too, by `exec`.
 */
export class Engine {
  readonly socket: string;
  /** An image with nothing but a Redis server, `redis-cli` and `sh`; the server is its entry point. */
  readonly image = 'rediscue-test:1';
  readonly #world: World;
  readonly #folder: string;
  readonly #group: string;
  #init = 0;

  constructor(world: World) {
    count += 1;
    this.#world = world;
    this.#folder = join(world.folder, `engine-${count}`);
    this.#group = `rediscue-${process.pid}-${count}`;
    this.socket = join(this.#folder, 'engine.sock');
  }

  /** `DOCKER_HOST` for the clients of this engine. */
  get host(): string {
    return `unix://${this.socket}`;
  }

  /** Prefix that runs a command on the engine's machine: its loopback has the published ports, its /proc the processes. */
  get exec(): string[] {
    return ['nsenter', '--target', String(this.#init), '--mount', '--net', '--pid', `--wdns=${this.#world.folder}`];
  }

  #command(args: readonly string[]): string[] {
    return [`CONTAINERS_CONF=${join(this.#folder, 'containers.conf')}`, 'podman', '--root', join(this.#folder, 'storage'), '--runroot', '/run/containers', ...args];
  }

  podman(...args: string[]): string {
    return this.#world.run('nsenter', [...this.exec.slice(1), 'env', ...this.#command(args)]).trim();
  }

  /** Starts a container of the image in the background; returns its name. */
  run(name: string, options: readonly string[] = [], command: readonly string[] = []): string {
    this.podman('run', '--detach', '--cgroup-parent', this.#group, '--name', name, ...options, ...(options.includes(this.image) ? [] : [this.image]), ...command);
    return name;
  }

  /** Runs `redis-cli` in a container. */
  cli(name: string, ...args: string[]): string {
    return this.podman('exec', name, 'redis-cli', ...args);
  }

  state(name: string): string {
    return this.podman('inspect', '--format', '{{.State.Status}}', name);
  }

  /** Waits until the server in a container answers `redis-cli ping` with PONG. */
  async answers(name: string, ...options: string[]): Promise<void> {
    await eventually(`the server in ${name} answers`, () => this.cli(name, ...options, 'ping') === 'PONG', { everyMs: 100 });
  }

  async start(): Promise<this> {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(
      join(this.#folder, 'containers.conf'),
      [
        '[containers]',
        'default_ulimits = ["nofile=1024:1024","nproc=4096:4096"]',
        '[engine]',
        'runtime = "runc"',
        'cgroup_manager = "cgroupfs"',
        'events_logger = "file"',
        '[network]',
        'network_backend = "netavark"',
        `network_config_dir = "${join(this.#folder, 'networks')}"`,
        '',
      ].join('\n'),
    );
    this.#world.defer(() => eventually('the control groups can be removed', () => removeGroups(this.#group)));
    const prepare = 'mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /dev/shm && ip link set lo up && exec "$@"';
    const service = ['env', ...this.#command(['system', 'service', '--time', '0', this.host])];
    let said = '';
    const outer = this.#world.spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', 'unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', prepare, 'sh', ...service],
      {
        onOutput: (text) => {
          said += text;
        },
      },
    );
    await eventually(
      'the engine answers',
      async () => {
        if (outer.exitCode !== null) throw new Error(`it ended: ${said}`);
        return accepts(this.socket);
      },
      { withinMs: 30_000 },
    );
    this.#init = Number(readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').trim());
    this.#buildImage();
    return this;
  }

  #buildImage(): void {
    const root = join(this.#folder, 'image', 'root');
    for (const folder of ['bin', 'data', 'etc', 'tmp']) mkdirSync(join(root, folder), { recursive: true });
    for (const [name, binary] of [
      ['redis-server', which(serverBinary)],
      ['redis-cli', which('redis-cli')],
      ['sh', which('sh')],
    ] as const) {
      cpSync(realpathSync(binary), join(root, 'bin', name), { dereference: true });
      for (const library of this.#world.run('ldd', [realpathSync(binary)]).match(/\/\S+/g) ?? []) {
        mkdirSync(join(root, dirname(library)), { recursive: true });
        cpSync(realpathSync(library), join(root, library), { dereference: true });
      }
    }
    writeFileSync(join(root, 'etc', 'passwd'), 'root:x:0:0:root:/:/bin/sh\n');
    writeFileSync(join(this.#folder, 'image', 'Containerfile'), 'FROM scratch\nCOPY root /\nENV PATH=/bin\nEXPOSE 6379\nWORKDIR /data\nENTRYPOINT ["redis-server"]\n');
    this.podman('build', '--quiet', '--tag', this.image, join(this.#folder, 'image'));
  }
}

export const startEngine = (world: World): Promise<Engine> => new Engine(world).start();

/** Control groups outlive the processes that were in them, and cannot go before these have ended. */
function removeGroups(name: string): true {
  const top = '/sys/fs/cgroup';
  for (const parent of [top, ...readdirSync(top).map((controller) => join(top, controller))]) {
    if (!statSync(parent).isDirectory()) continue;
    for (const group of readdirSync(parent)) if (group === name || isLeftOver(group)) removeTree(join(parent, group));
  }
  return true;
}

/** The group of a run that was killed. */
function isLeftOver(group: string): boolean {
  const owner = /^rediscue-(\d+)-\d+$/.exec(group)?.[1];
  return owner !== undefined && !existsSync(`/proc/${owner}`);
}

function removeTree(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeTree(join(folder, entry.name));
  rmdirSync(folder);
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** The path of a program, by PATH unless it is one already. */
function which(program: string): string {
  const candidates = program.includes('/') ? [program] : (process.env.PATH ?? '').split(':').map((folder) => join(folder, program));
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${program} is not in PATH`);
  return found;
}
