import { networkInterfaces } from 'node:os';
import { signalWithin } from '../../deadline.ts';
import { type Endpoint, reachedPort, type Target } from '../../declared/target/types.ts';
import type { FactData } from '../../facts/index.ts';
import type { ProbeContext } from '../context.ts';
import { kernelRing } from '../host/kernel-kills.ts';
import { endedOf } from '../host/log/ended.ts';
import { recognise } from '../host/log/recognise.ts';
import { selectEvents } from '../host/log/select.ts';
import type { HostProbe, Reached } from '../interface.ts';
import type { Engine, Listed } from './engine.ts';
import { EngineUnavailable, getLogs } from './engine-api.ts';
import { enginesFor } from './engines.ts';
import type { Inspected } from './inspect.ts';
import { lookAtSources } from './mount-source.ts';
import { neighboursOf } from './neighbours.ts';
import { type Place, partOf, tiesOf } from './tie.ts';

type Entry = FactData<'containers'>['containers'][number];

/** For an endpoint that fails, and for one that works. An engine answers in 50 ms, within the window of the rates; on a machine under load in ten times that. */
const failedMs = 1000;
const workingMs = 600;
const mostInspected = 24;
const logLines = 400;

/**
 * Containers that serve, or should serve, the endpoint, by the API of the engines of this machine. Asked only where
 * containers can matter: an endpoint on this machine or in one of its networks, or one that failed.
 */
export const probeRuntime: HostProbe = async (endpoint, target, reached, context) => {
  const failed = reached.speaks === 'nothing' || reached.connection === null;
  if (endpoint.path !== null || !(failed || isNear(reached, endpoint))) return;
  const start = context.clock.tick();
  const limit = signalWithin(context.limit(failed ? failedMs : workingMs), context.signal);
  try {
    const found = await Promise.race([enginesFor(context), ended(limit)]);
    if (found === null) return late(context);
    const { engines, failed: closed } = found;
    if (failed) for (const { address, why } of closed) context.skip(`containers of the engine at ${address}`, why);
    if (engines.length === 0) return;
    const place = placeOf(endpoint, target, reached, context);
    const looks = await Promise.all(engines.map((engine) => look(engine, place, failed, limit)));
    if (limit.aborted) return late(context);
    const containers = looks.flatMap((one) => one.containers);
    const neighbours = looks.flatMap((one) => one.neighbours);
    context.record('containers', endpoint.subject, target.fact.name, { runtime: [...new Set(engines.map(({ runtime }) => runtime))].join(', '), containers, neighbours }, start);
    if (failed) await readLog(looks, endpoint, target, context, limit);
  } catch (error) {
    if (!(error instanceof EngineUnavailable) && !limit.aborted) throw error;
  }
};

const late = (context: ProbeContext): void => context.skip('containers of this machine', 'their engine did not answer in time');

/** Null as soon as the time is over. */
const ended = (signal: AbortSignal): Promise<null> =>
  new Promise((resolve) => (signal.aborted ? resolve(null) : signal.addEventListener('abort', () => resolve(null), { once: true })));

/** On this machine, or in a network that this machine is a part of beside its own: a bridge of an engine. */
function isNear({ remoteAddress, localAddress }: Reached, endpoint: Endpoint): boolean {
  if (remoteAddress === null) return true;
  if (remoteAddress === localAddress || isLoopback(remoteAddress) || isLoopback(endpoint.host)) return true;
  return (
    localAddress !== null &&
    Object.entries(networkInterfaces()).some(
      ([name, addresses]) => /^(docker|br-|podman|cni|virbr|nerdctl)/.test(name) && addresses?.some(({ address }) => address === localAddress),
    )
  );
}

const isLoopback = (address: string) => address === 'localhost' || address === '::1' || /^(::ffff:)?127\./.test(address);

function placeOf(endpoint: Endpoint, target: Target, reached: Reached, context: ProbeContext): Place {
  const name = target.fact.name;
  const tried = context.get('connect', endpoint.subject, name)?.attempts.map(({ address }) => address) ?? [];
  const resolved = context.get('resolve', endpoint.subject, name)?.addresses.map(({ address }) => address) ?? [];
  const addresses = [...new Set([...tried, ...resolved, ...(reached.remoteAddress ? [reached.remoteAddress] : [])])];
  const own = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []);
  return {
    endpoint,
    target,
    addresses: addresses.length > 0 ? addresses : isLoopback(endpoint.host) ? ['127.0.0.1'] : [],
    isHere: isLoopback(endpoint.host) || addresses.some((address) => isLoopback(address) || own.includes(address)),
    answers: context.get('speak', endpoint.subject, name)?.state === 'resp',
    processContainer: context.get('process', endpoint.subject, name)?.containerId ?? null,
  };
}

interface Look {
  engine: Engine;
  containers: Entry[];
  neighbours: FactData<'containers'>['neighbours'];
}

async function look(engine: Engine, place: Place, failed: boolean, signal: AbortSignal): Promise<Look> {
  const chosen = choose(engine.listed, place, failed);
  const inspected = (await Promise.all(chosen.map(({ id }) => engine.inspect(id, signal)))).filter((one): one is Inspected => one !== null);
  const tied = inspected.map((box) => {
    const ties = tiesOf(box, place);
    return { box, ties, part: partOf(box, ties, place) };
  });
  const told = tied.filter(({ ties, part }) => ties.length > 0 || part === 'consumer');
  const servers = told.filter(({ part }) => part === 'server').map(({ box }) => box);
  return {
    engine,
    containers: await Promise.all(
      told.map(async ({ box, ties, part }): Promise<Entry> => {
        const isDead = box.entry.exitCode === 137 || box.entry.restartCount > 0;
        return {
          ...box.entry,
          mounts: engine.address.socketPath && part === 'server' ? await lookAtSources(box.entry.mounts) : box.entry.mounts,
          kernelOomKill: isDead ? namedByKernel(box.entry.id) : null,
          tiedBy: ties,
          part,
        };
      }),
    ),
    neighbours: neighboursOf(servers, inspected),
  };
}

/** Those that may matter, before the costlier look: a stopped one does not show its ports in the list. */
function choose(listed: readonly Listed[], { endpoint, addresses }: Place, failed: boolean): Listed[] {
  const weight = (one: Listed): number => {
    if (one.hostPorts.includes(reachedPort(endpoint)) || one.addresses.some((address) => addresses.includes(address)) || one.names.includes(endpoint.host)) return 3;
    if (/redis|valkey|keydb/i.test(`${one.image} ${one.command} ${one.names.join(' ')}`)) return 2;
    if (/grafana|minio/.test(one.image)) return 1;
    return failed ? (one.state === 'running' ? 0.5 : 0.7) : 0;
  };
  return listed
    .map((one) => ({ one, weight: weight(one) }))
    .filter((each) => each.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, mostInspected)
    .map(({ one }) => one);
}

/** The kernel's messages name the group of the container beside the kill. Null: they cannot be read. */
function namedByKernel(id: string): boolean | null {
  const ring = kernelRing();
  return ring === '' ? null : ring.split('\n').some((line) => line.includes(id) && /oom/i.test(line));
}

/** What the container that should serve, and does not, last wrote: its log for want of another one. */
async function readLog(looks: readonly Look[], endpoint: Endpoint, target: Target, context: ProbeContext, signal: AbortSignal): Promise<void> {
  const proven = looks.flatMap(({ engine, containers }) =>
    containers.filter(({ part, tiedBy }) => part === 'server' && tiedBy.some((tie) => tie !== 'port' && tie !== 'image')).map((box) => ({ engine, box })),
  );
  const isUp = ({ box }: { box: Entry }) => box.state === 'running' && box.restartCount === 0;
  if (proven.some(isUp)) return;
  const [last] = proven.toSorted((a, b) => (b.box.finishedAt ?? '').localeCompare(a.box.finishedAt ?? ''));
  if (!last || context.get('log', endpoint.subject, target.fact.name) !== undefined) return;
  const start = context.clock.tick();
  const text = await getLogs(last.engine.address, last.box.id, logLines, signal);
  const events = selectEvents(recognise(text, null));
  if (events.length > 0)
    context.record(
      'log',
      endpoint.subject,
      target.fact.name,
      { file: `${last.engine.runtime} logs ${last.box.name}`, foundBy: 'stdout', modifiedAt: last.box.finishedAt, events, ended: endedOf(events) },
      start,
    );
}
