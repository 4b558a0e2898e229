import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where an engine's API is spoken: a unix socket, or plain TCP as `DOCKER_HOST=tcp://…` without TLS. */
export type EngineAddress = { socketPath: string; host?: undefined; port?: undefined } | { socketPath?: undefined; host: string; port: number };

type Environment = Readonly<Record<string, string | undefined>>;

/** Why an address that somebody configured cannot be asked by us. */
export interface Unusable {
  address: string;
  why: string;
}

function parse(text: string): EngineAddress | Unusable {
  if (text.startsWith('unix://')) return { socketPath: text.slice('unix://'.length) };
  if (text.startsWith('/')) return { socketPath: text };
  const tcp = /^(?:tcp|http):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(text);
  if (tcp) return { host: (tcp[1] as string).replace(/^\[|\]$/g, ''), port: Number(tcp[2] ?? 2375) };
  return { address: text.replace(/\/\/[^@/]*@/, '//***@'), why: 'engines behind ssh and TLS are not asked' };
}

/** The endpoint of the chosen docker context: `DOCKER_CONTEXT`, or `currentContext` of the client's configuration. */
async function contextEndpoint(environment: Environment): Promise<string | null> {
  const folder = environment.DOCKER_CONFIG ?? join(environment.HOME ?? homedir(), '.docker');
  const name = environment.DOCKER_CONTEXT ?? fieldOf(await readJson(join(folder, 'config.json')), 'currentContext');
  if (typeof name !== 'string' || name === '' || name === 'default') return null;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = await readJson(join(folder, 'contexts', 'meta', id, 'meta.json'));
  const host = fieldOf(fieldOf(fieldOf(meta, 'Endpoints'), 'docker'), 'Host');
  return typeof host === 'string' ? host : null;
}

/**
 * The engines that this user's clients would talk to. `DOCKER_HOST` wins over everything, as it does for them; then the
 * chosen context; then the usual sockets of Docker and Podman, with root and without, as far as they exist.
 */
export async function engineAddresses(environment: Environment): Promise<{ found: EngineAddress[]; unusable: Unusable[] }> {
  const named = environment.DOCKER_HOST || environment.CONTAINER_HOST || (await contextEndpoint(environment));
  const given = named ? [parse(named)] : [];
  const usable = given.filter((one): one is EngineAddress => !('why' in one));
  const unusable = given.filter((one): one is Unusable => 'why' in one);
  if (environment.DOCKER_HOST) return { found: usable, unusable };
  const runtimeFolder = environment.XDG_RUNTIME_DIR || (process.getuid ? `/run/user/${process.getuid()}` : '');
  const usual = [
    '/var/run/docker.sock',
    ...(runtimeFolder ? [join(runtimeFolder, 'docker.sock')] : []),
    '/run/podman/podman.sock',
    ...(runtimeFolder ? [join(runtimeFolder, 'podman', 'podman.sock')] : []),
  ];
  const there = await Promise.all(usual.map(async (path) => ((await stat(path).catch(() => null))?.isSocket() ? path : null)));
  const sockets = there.filter((path) => path !== null && !usable.some((one) => one.socketPath === path)) as string[];
  return { found: [...usable, ...sockets.map((socketPath) => ({ socketPath }))], unusable };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Absent or broken: the client then uses its defaults, and so do we.
    return null;
  }
}

const fieldOf = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);
