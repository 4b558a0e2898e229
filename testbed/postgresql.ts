import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { eventually } from './eventually.ts';
import { freePort } from './ports.ts';
import type { World } from './world.ts';

/** Debian keeps the programs of each version in a folder of their own, outside of PATH. */
const debian = '/usr/lib/postgresql';

/** Folder of `postgres` and `initdb`; null: they are not here. */
export function postgresqlFolder(): string | null {
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

interface Owner {
  uid: number;
  gid: number;
  /** Words before a command that runs as the owner. */
  through: string[];
}

/** PostgreSQL refuses to run as root: a service's user runs it then. */
function ownerOfData(): Owner {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (uid !== 0) return { uid, gid, through: [] };
  const id = (option: string) => Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout) || 65_534;
  const [service, group] = [id('-u'), id('-g')];
  return { uid: service, gid: group, through: ['setpriv', `--reuid=${service}`, `--regid=${group}`, '--clear-groups'] };
}

export interface PostgresqlOptions {
  /** Settings: `{ max_connections: '2' }`. */
  config?: Record<string, string>;
  /** Lines of `pg_hba.conf`. Default: everybody by password. */
  access?: readonly string[];
  /** Statements before it takes connections, such as `CREATE ROLE shop LOGIN`. */
  statements?: readonly string[];
  /** Certificate and key, copied for the service's user. */
  tls?: { certificate: string; key: string };
  /** It follows a primary that does not answer. */
  standby?: boolean;
  /** What its log says once it is as far as it gets. */
  until?: string;
}

/** A real PostgreSQL on 127.0.0.1 with data of its own, as a user that is not root. */
export class Postgresql {
  readonly port: number;
  readonly #world: World;
  readonly #options: PostgresqlOptions;
  readonly #bin: string;
  readonly #owner: Owner;
  readonly #data: string;
  #child: ChildProcess | null = null;
  #log = '';

  constructor(world: World, port: number, options: PostgresqlOptions) {
    const bin = postgresqlFolder();
    if (bin === null) throw new Error('PostgreSQL is not installed');
    [this.#world, this.port, this.#options, this.#bin, this.#owner] = [world, port, options, bin, ownerOfData()];
    // The world's own folder is closed to the service's user.
    const folder = mkdtempSync(join(tmpdir(), 'rediscue-postgresql-'));
    world.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    chownSync(folder, this.#owner.uid, this.#owner.gid);
    this.#data = join(folder, 'data');
    this.#run('initdb', ['-D', this.#data, '-U', 'owner', '-N', '-E', 'UTF8', '--locale=C', '--auth=trust']);
    for (const statement of options.statements ?? []) this.#run('postgres', ['--single', '-D', this.#data, 'postgres'], `${statement}\n`);
    this.#configure();
  }

  get log(): string {
    return this.#log;
  }

  #run(program: string, args: readonly string[], input?: string): void {
    const [command, ...rest] = [...this.#owner.through, join(this.#bin, program), ...args] as unknown as [string, ...string[]];
    this.#world.run(command, rest, { cwd: '/', ...(input !== undefined && { input }) });
  }

  #configure(): void {
    const { config = {}, access = ['host all all all scram-sha-256'], tls, standby } = this.#options;
    const own = (name: string, from: string) => {
      const file = join(this.#data, name);
      copyFileSync(from, file);
      chmodSync(file, 0o600);
      chownSync(file, this.#owner.uid, this.#owner.gid);
    };
    if (tls) {
      own('server.crt', tls.certificate);
      own('server.key', tls.key);
    }
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.port),
      unix_socket_directories: '',
      fsync: 'off',
      ...(tls && { ssl: 'on' }),
      ...(standby && { primary_conninfo: 'host=127.0.0.1 port=1 connect_timeout=1' }),
      ...config,
    };
    appendFileSync(join(this.#data, 'postgresql.conf'), Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`).join('')); // biome-ignore format: one chain
    writeFileSync(join(this.#data, 'pg_hba.conf'), `${access.join('\n')}\n`);
    if (standby) writeFileSync(join(this.#data, 'standby.signal'), '');
  }

  /** Starts it, and waits until its log says that it is as far as it gets. */
  async start(): Promise<this> {
    const { until = 'ready to accept connections' } = this.#options;
    const [command, ...args] = [...this.#owner.through, join(this.#bin, 'postgres'), '-D', this.#data] as unknown as [string, ...string[]];
    this.#log = '';
    const child = this.#world.spawn(command, args, {
      cwd: '/',
      onOutput: (text) => {
        this.#log += text;
      },
    });
    this.#child = child;
    await eventually(
      `PostgreSQL says: ${until}`,
      () => {
        if (child.exitCode !== null) throw new Error(`it ended: ${this.#log}`);
        return this.#log.includes(until);
      },
      { withinMs: 30_000 },
    );
    return this;
  }

  /** Ends it, with all its sessions. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
  }
}

export async function startPostgresql(world: World, options: PostgresqlOptions = {}): Promise<Postgresql> {
  return new Postgresql(world, await freePort(), options).start();
}
