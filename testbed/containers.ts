import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareImage } from './container-image.ts';
import { engineGroup, removeGroups } from './engine-groups.ts';
import { eventually } from './eventually.ts';
import type { World } from './world.ts';

let count = 0;

interface ServeOptions {
  /** Options of `podman run` without their dashes, in place of the sound ones; null leaves one out. */
  options?: Record<string, string | null>;
  /** Lines of redis.conf; null leaves one out. */
  config?: Record<string, string | null>;
  /** What the container runs in place of the server with its configuration. */
  command?: readonly string[];
  image?: string;
  /** Wait until it answers (default). */
  ready?: boolean;
}

/**
 * A Podman of the test's own, with its API socket. It lives in namespaces of its own: mounts, network and processes are
 * all gone with its first process, however that ends. What looks at its containers runs there too, by `exec`.
 */
export class Engine {
  readonly socket: string;
  /** An image with nothing but a Redis server, `redis-cli`, `sh` and two tools; the server is its entry point. */
  readonly image = 'rediscue-test:1';
  /** Password of the servers that it serves. */
  readonly password: string;
  readonly #world: World;
  readonly #folder: string;
  readonly #group: string;
  #init = 0;

  constructor(world: World) {
    count += 1;
    this.#world = world;
    this.#folder = join(world.folder, `engine-${count}`);
    this.#group = engineGroup(count);
    this.socket = join(this.#folder, 'engine.sock');
    this.password = world.secret();
  }

  /** `DOCKER_HOST` for the clients of this engine. */
  get host(): string {
    return `unix://${this.socket}`;
  }

  /** Prefix that runs a command on the engine's machine: its loopback has the published ports, its /proc the processes. */
  get exec(): string[] {
    return ['nsenter', '--target', String(this.#init), '--mount', '--net', '--pid', `--wdns=${this.#world.folder}`];
  }

  /** How `diagnose` is run so that it sees the engine and what it publishes. */
  get seen(): { env: Record<string, string>; through: string[] } {
    return { env: { DOCKER_HOST: this.host }, through: this.exec };
  }

  /** The published server, with its password. */
  get url(): string {
    return `redis://:${this.password}@127.0.0.1:6379`;
  }

  #command(args: readonly string[]): string[] {
    return [`CONTAINERS_CONF=${join(this.#folder, 'containers.conf')}`, 'podman', '--root', join(this.#folder, 'storage'), '--runroot', '/run/containers', ...args];
  }

  /** Runs Podman to its end. Scenarios beside it go on meanwhile. */
  async podman(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('nsenter', [...this.exec.slice(1), 'env', ...this.#command(args)], { timeout: 60_000 });
    return stdout.trim();
  }

  /** Starts a container in the background; returns its name. */
  async run(name: string, options: readonly string[] = [], command: readonly string[] = [], image = this.image): Promise<string> {
    await this.podman('run', '--detach', '--cgroup-parent', this.#group, '--name', name, ...options, image, ...command);
    return name;
  }

  /** A container that is no Redis: it sleeps, and has the environment of an application. */
  async application(name: string, options: readonly string[] = [], image = 'shop:1'): Promise<string> {
    await this.podman('tag', this.image, image);
    return this.run(name, ['--entrypoint=sleep', ...options], ['infinity'], image);
  }

  /**
   * A server as it should be: published on loopback, its data in a volume, a user of its own, a restart policy, a health
   * check that knows its password.
   */
  async serve(name: string, { options = {}, config = {}, command = ['/etc/redis/redis.conf'], image = this.image, ready = true }: ServeOptions = {}): Promise<string> {
    const settings = join(this.#folder, 'settings', name);
    mkdirSync(settings, { recursive: true });
    const lines = Object.entries({ dir: '/data', appendonly: 'yes', maxmemory: '64mb', maxclients: '900', requirepass: this.password, ...config });
    writeFileSync(join(settings, 'redis.conf'), lines.map(([directive, value]) => (value === null ? '' : `${directive} ${value}\n`)).join(''));
    writeFileSync(join(settings, 'password'), `${this.password}\n`);
    const flags = Object.entries({
      publish: '127.0.0.1:6379:6379',
      user: '999:999',
      restart: 'unless-stopped',
      'health-cmd': 'read p < /etc/redis/password; REDISCLI_AUTH=$p redis-cli -e ping | grep -qx PONG',
      volume: `${name}-data:/data`,
      ...options,
    }).flatMap(([option, value]) => (value === null ? [] : [`--${option}=${value}`]));
    await this.run(name, [...flags, `--volume=${settings}:/etc/redis:U`], command, image);
    if (!ready) return name;
    await this.answers(name);
    if (options['health-cmd'] !== null) await this.check(name);
    return name;
  }

  /** Waits until the server in a container answers. */
  async answers(name: string): Promise<void> {
    await eventually(`the server in ${name} answers`, async () => /PONG|NOAUTH/.test(await this.cli(name, 'ping')), { everyMs: 100 });
  }

  /** Runs `redis-cli` in a container, logged in. */
  cli(name: string, ...args: string[]): Promise<string> {
    return this.podman('exec', '--env', `REDISCLI_AUTH=${this.password}`, name, 'redis-cli', ...args);
  }

  /** Runs the health check of a container, three times as that makes a failing one unhealthy. Without systemd nothing does. */
  async check(name: string): Promise<void> {
    for (let times = 0; times < 3; times += 1) {
      try {
        await this.podman('healthcheck', 'run', name);
      } catch {
        // Its exit status says that the check failed.
      }
    }
  }

  /** Waits until a container has this state. */
  async becomes(name: string, state: string): Promise<void> {
    await eventually(`${name} becomes ${state}`, async () => (await this.podman('inspect', '--format', '{{.State.Status}}', name)) === state, { everyMs: 50 });
  }

  /** Waits until the engine has started a container again so many times. */
  async restarts(name: string, times: number): Promise<void> {
    await eventually(`${name} is started again`, async () => Number(await this.podman('inspect', '--format', '{{.RestartCount}}', name)) >= times, { everyMs: 100 });
  }

  /** Its volumes stay. While Podman starts a container again it does not remove it, however forced. */
  async remove(name: string): Promise<void> {
    await eventually(`${name} is removed`, async () => {
      await this.podman('rm', '--force', '--time', '0', name);
      return true;
    });
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
    await eventually('the engine answers', async () => {
      if (outer.exitCode !== null) throw new Error(`it ended: ${said}`);
      return accepts(this.socket);
    });
    this.#init = Number(readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').trim());
    prepareImage(this.#world, join(this.#folder, 'image'));
    await this.podman('build', '--quiet', '--tag', this.image, join(this.#folder, 'image'));
    return this;
  }
}

export const startEngine = (world: World): Promise<Engine> => new Engine(world).start();

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
