import { signalWithin } from '../../deadline.ts';
import type { Endpoint, Target } from '../../declared/target/types.ts';
import type { PlaceLook } from '../../facts/index.ts';
import type { ProbeContext } from '../context.ts';
import { enginesFor } from '../runtime/engines.ts';
import type { Inspected } from '../runtime/inspect.ts';
import { consumes } from '../runtime/tie.ts';
import { askInside, fileOf, isContainers } from './enter.ts';
import { addressesIn, resolverIn } from './names.ts';

/** Services of compose that are told of a target; null where no file tells, and the environment of the containers does. */
export type Consumers = readonly { service: string; project: string }[] | null;

/** A look before it is judged whether it leads to a server. */
export type SeenFrom = Omit<PlaceLook, 'reaches'>;

/** All steps at their slowest, one after the other, come to a little less. */
const lookMs = 4000;
/** Of a service that runs many times one container is looked from. */
const mostPlaces = 3;
const mostInspected = 40;

/**
 * Looks at the endpoint from where the application runs: from the containers that are told of it and run on this machine. Sends no
 * login and records nothing. Empty where there is no such container, or none that may be looked from.
 */
export async function probePlace(endpoint: Endpoint, target: Target, consumers: Consumers, context: ProbeContext): Promise<SeenFrom[]> {
  if (endpoint.path !== null || process.platform !== 'linux' || consumers?.length === 0) return [];
  const signal = signalWithin(context.limit(lookMs), context.signal);
  const places = (await consumersHere(endpoint, consumers, context, signal)).slice(0, mostPlaces);
  const seen = await Promise.all(places.map((box) => lookFrom(box, endpoint, target.fact.tls, context.limit(lookMs), signal)));
  // What stands in for the application's place is all that was seen then.
  if (consumers !== null && !signal.aborted)
    for (const [index, { entry }] of places.entries())
      if (seen[index] === null)
        context.skip(`${endpoint.subject} from the container ${entry.name}`, 'this user may not enter its network; root, or the user to whom the container belongs, may');
  return seen.filter((one) => one !== null);
}

/** Running containers of the consumers, one of each service. */
async function consumersHere(endpoint: Endpoint, consumers: Consumers, context: ProbeContext, signal: AbortSignal): Promise<Inspected[]> {
  const over = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
  const found = await Promise.race([enginesFor(context).catch(() => null), over]);
  const local = (found?.engines ?? []).filter(({ address }) => address.socketPath !== undefined);
  const boxes = await Promise.all(
    local.flatMap((engine) =>
      engine.listed
        .filter(({ state }) => state === 'running')
        .slice(0, mostInspected)
        .map(({ id }) => engine.inspect(id, signal)),
    ),
  );
  const own = boxes.filter((box): box is Inspected => box !== null && box.entry.state === 'running' && box.entry.pid !== null && isConsumer(box, endpoint, consumers));
  const services = new Set<string>();
  return own.filter(({ entry: { service, project, id } }) => {
    const key = service === null ? id : `${project} ${service}`;
    return !services.has(key) && services.add(key);
  });
}

function isConsumer(box: Inspected, endpoint: Endpoint, consumers: Consumers): boolean {
  if (consumers === null) return consumes(box.environment, endpoint);
  const { service, project } = box.entry;
  return consumers.some((each) => each.service === service && (project === null || project === each.project));
}

async function lookFrom({ entry }: Inspected, { host, port }: Endpoint, tls: boolean, ms: number, signal: AbortSignal): Promise<SeenFrom | null> {
  const { pid, id, startedAt } = entry;
  if (pid === null || !isContainers(pid, id, startedAt)) return null;
  const [hostsFile, resolverFile] = await Promise.all([fileOf(pid, '/etc/hosts'), fileOf(pid, '/etc/resolv.conf')]);
  // Without its own files it is not known what a name means there.
  if (hostsFile === null || resolverFile === null) return null;
  const seen = await askInside(pid, { host, port, tls, fromHostsFile: addressesIn(hostsFile, host), resolver: resolverIn(resolverFile), endMs: ms }, signal);
  if (seen === null) return null;
  return { from: entry.name, service: entry.service, how: 'network-namespace', networks: entry.networks.map(({ name }) => name), ...seen };
}
