import { signalWithin } from '../../deadline.ts';
import type { ProbeContext } from '../context.ts';
import type { Engine, Engines, Listed } from './engine.ts';
import { EngineUnavailable, getJson } from './engine-api.ts';
import { type Inspected, readInspect } from './inspect.ts';
import { fields, list, text, texts } from './json.ts';
import { type EngineAddress, engineAddresses } from './sockets.ts';

/** One look a run, shared by all its endpoints and by what was read before them; over after a second. */
const looks = new WeakMap<ProbeContext, Promise<Engines>>();
const lookMs = 1000;

export function enginesFor(context: ProbeContext): Promise<Engines> {
  const known = context.options.engines ?? looks.get(context);
  if (known) return known;
  const look = openEngines(context.options.environment, context.limit(lookMs), context.signal);
  looks.set(context, look);
  return look;
}

/** Every engine of this machine that answers within `ms`. */
export const openEngines = (environment: ProbeContext['options']['environment'], ms: number, signal: AbortSignal): Promise<Engines> =>
  openAll(environment, signalWithin(ms, signal));

async function openAll(environment: ProbeContext['options']['environment'], signal: AbortSignal): Promise<Engines> {
  const { found, unusable } = await engineAddresses(environment);
  const failed = [...unusable];
  const engines = await Promise.all(
    found.map(async (address): Promise<Engine | null> => {
      try {
        return await open(address, signal);
      } catch (error) {
        if (!(error instanceof EngineUnavailable)) throw error;
        // A socket file that nobody listens on belongs to an engine that is not in use.
        if (error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT')
          failed.push({ address: address.socketPath ?? `${address.host}:${address.port}`, why: error.code === 'EACCES' ? 'permission denied' : error.message });
        return null;
      }
    }),
  );
  return { engines: engines.filter((one) => one !== null), failed };
}

async function open(address: EngineAddress, signal: AbortSignal): Promise<Engine> {
  // Podman takes a quarter of a second to tell its version; the header of any answer names it.
  const { value, server } = await getJson(address, '/containers/json?all=true', signal);
  const inspected = new Map<string, Promise<Inspected | null>>();
  return {
    address,
    runtime: /libpod|podman/i.test(server) ? 'podman' : 'docker',
    listed: list(value).flatMap((one) => readListed(one) ?? []),
    inspect: (id, until) => {
      const known =
        inspected.get(id) ??
        getJson(address, `/containers/${id}/json`, until).then(
          (answer) => readInspect(answer.value),
          () => null,
        );
      inspected.set(id, known);
      return known;
    },
  };
}

function readListed(value: unknown): Listed | null {
  const one = fields(value);
  const id = text(one.Id);
  if (id === null) return null;
  return {
    id,
    names: texts(one.Names).map((name) => name.replace(/^\//, '')),
    image: text(one.Image) ?? '',
    command: text(one.Command) ?? '',
    state: text(one.State) ?? '',
    hostPorts: list(one.Ports).flatMap((port) => (typeof fields(port).PublicPort === 'number' ? [fields(port).PublicPort as number] : [])),
    addresses: Object.values(fields(fields(one.NetworkSettings).Networks)).flatMap((network) => text(fields(network).IPAddress) || []),
  };
}
