import type { DeclaredTarget } from '../declared/project/index.ts';
import type { Endpoint, Target } from '../declared/target/types.ts';
import type { ConsumerFact } from '../facts/index.ts';
import type { ProbeContext } from '../probes/context.ts';
import type { Cluster } from '../probes/kubernetes/cluster.ts';
import { projectOf } from './place.ts';

/**
 * How a target is looked at that somebody else than this machine is told of. `here`: as it stands. `absent`: its server has no
 * running container. `in-place`: only from its own container, if at all. `not`: nothing here stands in for the application's place.
 */
export type Look = 'here' | 'absent' | 'refused' | 'in-place' | 'not' | NonNullable<Endpoint['via']>;

export const lookedBy = (look: Look): ConsumerFact['looked'] => (typeof look === 'object' ? `by-${look.by}` : look === 'refused' ? 'by-port-forward' : look);

interface ClusterWays {
  /** Of the target: how the first entry is looked at that can be. */
  whole: Look;
  toEntry(endpoint: Endpoint): Look;
  /** To a server that another one of the cluster names. */
  toLearned(endpoint: Endpoint): Promise<Look>;
}

/** The ways to a target of which something that runs in a cluster is told, or that was named and is in it. Null: it has nothing to do with it. */
export async function clusterWays(
  cluster: Cluster,
  target: Target,
  declared: DeclaredTarget | null,
  entries: readonly Endpoint[],
  context: ProbeContext,
): Promise<ClusterWays | null> {
  const program = declared?.consumers.find((consumer) => cluster.has(consumer.program))?.program ?? null;
  if (declared !== null && program === null) return null;
  const isLoginKnown = declared?.isLoginUnknown !== true;
  const looks = await Promise.all(entries.map((entry) => cluster.lookAt(entry, target, program, isLoginKnown, context)));
  if (looks.every((look) => look === null)) return null;
  if (!isLoginKnown) context.skip(`${target.fact.name} as ${declared?.consumers[0]?.name ?? 'the application'}`, 'its login stands in a Secret that cannot be read');
  const own = looks.map((look): Look => look ?? 'here');
  return {
    whole: own.find((look) => look !== 'not') ?? 'not',
    toEntry: (endpoint) => own[entries.indexOf(endpoint)] ?? 'not',
    async toLearned(endpoint) {
      const look = await cluster.lookAt(endpoint, target, program, isLoginKnown, context);
      if (look !== null) return look;
      context.skip(endpoint.subject, 'a server of the cluster names it, and no pod there has that address');
      return 'not';
    },
  };
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host === '0.0.0.0' || /^127\./.test(host);
const isHostItself = (host: string): boolean => host === 'host.docker.internal' || host === 'host.containers.internal';

export async function wayTo(declared: DeclaredTarget, entries: readonly Endpoint[], context: ProbeContext): Promise<Look> {
  const { runs, hostNetwork, target, server } = declared;
  const [entry] = entries;
  if (declared.isLoginUnknown) {
    context.skip(
      `${target.fact.name} as ${declared.consumers[0]?.name ?? 'the application'}`,
      'its login stands in a place that cannot be read here; name the target, with its password in the environment',
    );
    return 'not';
  }
  if (runs === 'host' || hostNetwork || entry === undefined || entry.path !== null) {
    recordExpected(declared, entry, context);
    return 'here';
  }
  if (isLoopback(entry.host)) return 'in-place';
  if (isHostItself(entry.host)) return { address: '127.0.0.1', port: entry.port, by: 'published-port' };
  // A name with dots, or an address, is looked up as everybody does it.
  if (server === null && (entry.host.includes('.') || entry.host.includes(':'))) return 'here';
  const published = server?.ports.find(({ inside, outside }) => inside === entry.port && outside !== null);
  const behind = {
    names: server?.reachedAs ?? [],
    project: server === null ? null : projectOf(server.group),
    published: published?.outside == null ? null : { address: published.address, port: published.outside },
  };
  const { wayInto } = await import('../probes/machine.ts');
  const way = await wayInto(entry, behind, context);
  if (typeof way === 'object') return way.via;
  if (way === 'apart') return 'in-place';
  recordExpected(declared, entry, context);
  if (way === 'nowhere') return 'absent';
  context.skip(`${target.fact.name} from the place of ${nameOf(declared)}`, 'no container engine answers here, and no published port stands in for it');
  return 'not';
}

const nameOf = ({ consumers }: DeclaredTarget): string => consumers[0]?.name ?? 'the application';

/** It can only be looked at from the application's own container, and that is not here, or not to be entered. */
export function skipPlace(declared: DeclaredTarget | null, context: ProbeContext): void {
  if (declared === null) return;
  const host = declared.target.fact.addresses[0]?.host ?? 'its address';
  const why = isLoopback(host)
    ? `${nameOf(declared)} runs in a container, whose ${host} is not this machine's`
    : `${host} runs in a network of containers in which this machine has no part, and is not published here`;
  context.skip(`${declared.target.fact.name} from here`, `${why}; as root on the machine of the containers it is looked at from the container of the application, where that runs`);
}

/** The file that declares a container for the address says that one is to run. */
function recordExpected({ server, target }: DeclaredTarget, entry: Endpoint | undefined, context: ProbeContext): void {
  if (server === null || entry === undefined || target.fact.shadowOf !== null) return;
  const by = [{ kind: 'container' as const, place: server.place, text: `${server.name}${server.image === null ? '' : `: image ${server.image.value}`}` }];
  context.record('expected', entry.subject, target.fact.name, { by }, context.clock.tick());
}
