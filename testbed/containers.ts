import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { eventually } from './eventually.ts';
import { serverBinary } from './server.ts';
import type { World } from './world.ts';

/** A Podman of the test's own: storage, images and API socket in the world's folder. Everything ends with the world. */
export class Engine {
  readonly socket: string;
  /** An image with nothing but a Redis server, `redis-cli` and `sh`; the server is its entry point. */
  readonly image = 'rediscue-test:1';
  readonly #world: World;
  readonly #folder: string;

  constructor(world: World) {
    this.#world = world;
    this.#folder = join(world.folder, 'engine');
    this.socket = join(this.#folder, 'engine.sock');
  }

  /** `DOCKER_HOST` for the clients of this engine. */
  get host(): string {
    return `unix://${this.socket}`;
  }

  #command(args: readonly string[]): string[] {
    return [`CONTAINERS_CONF=${join(this.#folder, 'containers.conf')}`, 'podman', '--root', join(this.#folder, 'storage'), '--runroot', join(this.#folder, 'run'), ...args];
  }

  podman(...args: string[]): string {
    return this.#world.run('env', this.#command(args)).trim();
  }

  /** Starts a container of the image in the background; returns its name. */
  run(name: string, options: readonly string[], command: readonly string[] = []): string {
    this.podman('run', '--detach', '--name', name, ...options, this.image, ...command);
    return name;
  }

  async start(): Promise<this> {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, 'containers.conf'), '[containers]\ndefault_ulimits = ["nofile=1024:1024","nproc=4096:4096"]\n[engine]\nruntime = "runc"\n');
    this.#world.defer(() => {
      spawnSync('env', this.#command(['rm', '--all', '--force', '--time', '0']), { stdio: 'ignore', timeout: 60_000 });
      spawnSync('env', this.#command(['rmi', '--all', '--force']), { stdio: 'ignore', timeout: 60_000 });
      // The storage keeps itself mounted, and a folder in use cannot be removed.
      spawnSync('umount', ['--recursive', join(this.#folder, 'storage', 'overlay')], { stdio: 'ignore' });
    });
    this.#buildImage();
    this.#world.spawn('env', this.#command(['system', 'service', '--time', '0', this.host]));
    await eventually('the engine answers', () => accepts(this.socket), { withinMs: 20_000 });
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
