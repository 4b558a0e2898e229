import type { DeclaredTarget, ProjectModel } from '../declared/project/index.ts';
import type { Endpoint, Target } from '../declared/target/types.ts';
import type { Facts } from '../facts/index.ts';
import { announcements } from '../probes/announce.ts';
import { ProbeContext, type ProbeOptions } from '../probes/context.ts';
import type { HostProbe, Reached } from '../probes/interface.ts';
import type { Cluster } from '../probes/kubernetes/cluster.ts';
import type { Consumers } from '../probes/machine.ts';
import { probeServer } from '../probes/server/index.ts';
import { probeWire } from '../probes/wire/index.ts';
import { version } from '../version.ts';
import { recordConsumers, recordDeclared } from './declared-facts.ts';
import { consumersOf, recordPlace } from './place.ts';
import { clusterWays, type Look, lookedBy, skipPlace, wayTo } from './way.ts';

const nothing: Reached = { connection: null, adminConnection: null, speaks: 'nothing', remoteAddress: null, localAddress: null };

/** How far announcements are followed: target → what it names → what those name. */
const maxDepth = 3;
const maxEndpoints = 48;

/**
 * Looks at every target and at every server that those announce, all in parallel, inside the budget.
 * What has not ended by then is cut off and told in `notChecked`; what was seen until then counts.
 */
export async function gather(
  targets: readonly Target[],
  options: ProbeOptions,
  signal: AbortSignal,
  model: ProjectModel | null = null,
  cluster: Cluster | null = null,
): Promise<Facts> {
  const takenAt = new Date().toISOString();
  const stop = new AbortController();
  const context = new ProbeContext(options, AbortSignal.any([signal, stop.signal]));
  const running = new Set<string>();
  if (model !== null) recordDeclared(model, context);
  const declared = new Map(model?.targets.map((one) => [one.target, one]));
  const looks = targets.map((target) => lookWithRivals(target, declared.get(target) ?? null, { model, context, running, cluster }));
  const all = Promise.all([...looks, lookAtApp(targets, context, running)]);
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<'over'>((resolve) => {
    timer = setTimeout(() => resolve('over'), options.budgetMs);
    signal.addEventListener('abort', () => resolve('over'), { once: true });
  });
  const outcome = await Promise.race([all, over]);
  clearTimeout(timer);
  // Facts that come in after the cut would make the verdict depend on luck: the list is closed here.
  const facts: Facts = {
    schema: 1,
    tool: `rediscue ${version}`,
    takenAt,
    budgetMs: options.budgetMs,
    look: 'live',
    facts: [...context.facts],
    notChecked: [...context.notChecked],
  };
  if (outcome === 'over') {
    for (const subject of running)
      facts.notChecked.push({ what: subject, why: `the budget of ${options.budgetMs} ms was over before it was looked at in full; \`--budget\` gives more` });
    stop.abort();
    all.catch(() => undefined);
  }
  return facts;
}

/** A problem with the declaration that leaves nothing to contact. */
const unreachableProblems = new Set(['invalid-url', 'unset-variable', 'unexpanded-variable']);

/** Declarations that lost count only where the winning one leads to nothing: the other servers of an application that is well are left alone. */
async function lookWithRivals(target: Target, declared: DeclaredTarget | null, run: Run): Promise<void> {
  const { fact, rivals } = target;
  const { context } = run;
  if (rivals.length > 0) {
    const overridden = rivals.map(({ target: loser, differs, place, rule }) => ({ name: loser.fact.name, differs, place, rule }));
    context.record('rivals', endpointsOf(target)[0]?.subject ?? fact.name, fact.name, { overridden }, context.clock.tick());
  }
  if (await look(target, declared, run)) return;
  await Promise.all(rivals.map((rival) => look(rival.target, rivalOf(declared, rival.target), run)));
}

/** A declaration that lost is looked at from the same place as the one that won. */
function rivalOf(declared: DeclaredTarget | null, target: Target): DeclaredTarget | null {
  if (declared === null) return null;
  const isSameHost = target.fact.addresses[0]?.host === declared.target.fact.addresses[0]?.host;
  return { ...declared, target, server: isSameHost ? declared.server : null };
}

/** What all looks of one run share. */
interface Run {
  model: ProjectModel | null;
  context: ProbeContext;
  /** Endpoints that are not looked at in full yet. */
  running: Set<string>;
  cluster: Cluster | null;
}

/** Whether some data server behind the target let us in. */
async function look(target: Target, declared: DeclaredTarget | null, { model, context, running, cluster }: Run): Promise<boolean> {
  const { fact } = target;
  const entries = endpointsOf(target);
  let isUsable = false;
  const subject = entries[0]?.subject ?? fact.name;
  context.record('target', subject, fact.name, fact, context.clock.tick());
  const inCluster = cluster === null ? null : await clusterWays(cluster, target, declared, entries, context);
  // What runs in a cluster has no container on this machine.
  const consumers = inCluster === null ? consumersOf(declared, model) : [];
  let way: Look = inCluster === null ? (declared === null ? 'here' : await wayTo(declared, entries, context)) : inCluster.whole;
  let isReachedInPlace: boolean | null = null;
  if (way === 'in-place') {
    isReachedInPlace = await lookInPlace(entries, target, consumers, context);
    if (isReachedInPlace === null) {
      way = 'not';
      skipPlace(declared, context);
    }
  }
  if (declared !== null)
    recordConsumers(
      subject,
      fact.name,
      declared.consumers.map((consumer) => ({ ...consumer, looked: lookedBy(way) })),
      context,
    );
  if (way === 'not') return true;
  if (way === 'in-place') return isReachedInPlace === true;
  if (fact.problems.some((problem) => !problem.tolerated && unreachableProblems.has(problem.kind) && problem.part !== 'password' && problem.part !== 'username')) return false;
  const seen = new Set(entries.map((endpoint) => endpoint.subject));
  const visit = async (endpoint: Endpoint, asTarget: Target, depth: number, own: Look): Promise<void> => {
    if (own === 'not') return;
    const reachable = typeof own === 'object' ? { ...endpoint, via: own } : endpoint;
    if (await lookAt(reachable, asTarget, { isAbsent: own === 'absent' || own === 'refused', isElsewhere: inCluster !== null }, consumers, context, running)) isUsable = true;
    if (depth >= maxDepth) return;
    const next: Promise<void>[] = [];
    for (const { endpoint: announced, as, from } of announcements(reachable, target, context)) {
      if (seen.has(announced.subject)) continue;
      if (seen.size >= maxEndpoints) {
        context.skip(`further servers of ${fact.name}`, `${maxEndpoints} servers are looked at in one run`);
        break;
      }
      seen.add(announced.subject);
      context.record('learned', announced.subject, fact.name, { from, by: endpoint.subject, as }, context.clock.tick());
      // A server of the cluster names others by addresses that mean nothing here.
      next.push(
        inCluster === null
          ? visit(announced, learnedTarget(target, as), depth + 1, 'here')
          : inCluster.toLearned(announced).then((own) => visit(announced, learnedTarget(target, as), depth + 1, own)),
      );
    }
    await Promise.all(next);
  };
  await Promise.all(
    entries.map((endpoint) => {
      context.record('learned', endpoint.subject, fact.name, { from: 'target', by: 'target', as: 'entry' }, context.clock.tick());
      return visit(endpoint, target, 0, inCluster?.toEntry(endpoint) ?? way);
    }),
  );
  return isUsable;
}

/** Whether it is a data server that let us in. */
async function lookAt(
  endpoint: Endpoint,
  target: Target,
  { isAbsent, isElsewhere }: { isAbsent: boolean; isElsewhere: boolean },
  consumers: Consumers,
  context: ProbeContext,
  running: Set<string>,
): Promise<boolean> {
  running.add(endpoint.subject);
  const isShadow = target.fact.shadowOf !== null;
  // Its name means nothing here, and the engine has no running container of that name: nothing can be connected to.
  const reached = isAbsent ? nothing : await probeWire(endpoint, target, context);
  try {
    // Of a shadow it only matters whether it works; a Sentinel has to be asked for the server behind it.
    const isAsked = reached.connection !== null && (!isShadow || reached.speaks === 'sentinel');
    const asking = isAsked ? probeServer(endpoint, target, reached, context) : undefined;
    // The window of the rates begins with the first INFO: what holds this thread waits until it has.
    if (isAsked) await Promise.race([asking, context.known('info', endpoint.subject, target.fact.name, 100)]);
    const tick = context.clock.tick();
    const [, , places] = await Promise.all([
      asking,
      isShadow || isElsewhere ? undefined : probeMachine(endpoint, target, reached, context),
      isShadow || isAbsent ? [] : fromPlaces(endpoint, target, consumers, reached, context),
    ]);
    const isReachedInPlace = recordPlace(endpoint, target, places, true, context, tick);
    running.delete(endpoint.subject);
    return reached.connection !== null && reached.speaks === 'data' && isReachedInPlace !== false;
  } finally {
    reached.connection?.close();
    reached.adminConnection?.close();
  }
}

/** What the application's own containers see of it. A replica or a Sentinel that others told of is not what the application connects to. */
async function fromPlaces(endpoint: Endpoint, target: Target, consumers: Consumers, reached: Reached, context: ProbeContext) {
  const as = context.get('learned', endpoint.subject, target.fact.name)?.as;
  // Of one that a person names and that works, it is not asked whether containers here are told of it too.
  if (consumers?.length === 0 || as === 'replica' || as === 'sentinel' || (consumers === null && reached.connection !== null)) return [];
  const { probePlace } = await import('../probes/machine.ts');
  return probePlace(endpoint, target, consumers, context);
}

/** `localhost` in a container: only from there can it be looked at. Whether a server answers there; null where nobody here may look. */
async function lookInPlace(entries: readonly Endpoint[], target: Target, consumers: Consumers, context: ProbeContext): Promise<boolean | null> {
  const { probePlace, probeRuntime } = await import('../probes/machine.ts');
  const seen = await Promise.all(
    entries.map(async (endpoint) => {
      const tick = context.clock.tick();
      const places = await probePlace(endpoint, target, consumers, context);
      if (places.length === 0) return null;
      context.record('learned', endpoint.subject, target.fact.name, { from: 'target', by: 'target', as: 'entry' }, tick);
      const isReached = recordPlace(endpoint, target, places, false, context, tick);
      await probeRuntime(endpoint, target, nothing, context);
      return isReached;
    }),
  );
  return seen.includes(null) ? null : seen.every((isReached) => isReached);
}

/** What the machine and its containers tell. Of a dead server the containers first: they decide whose files are its own. */
const probeMachine: HostProbe = async (...asked) => {
  const [, , { speaks }] = asked;
  const { probeElsewhere, probeHost, probeRuntime } = await import('../probes/machine.ts');
  const runtime = probeRuntime(...asked);
  if (speaks === 'nothing') await runtime;
  await Promise.all([runtime, probeHost(...asked)]);
  await probeElsewhere(...asked);
};

const theApp = 'the application itself';

/** The application's own URLs, its log and its other servers, where somebody tells of them. */
async function lookAtApp(targets: readonly Target[], context: ProbeContext, running: Set<string>): Promise<void> {
  const { app } = context.options;
  if (!app || (app.urls.length === 0 && app.neighbours.length === 0 && app.log === null && app.services.length === 0)) return;
  running.add(theApp);
  const { probeApp } = await import('../probes/machine.ts');
  const addresses = targets.flatMap(({ fact }) => fact.addresses.map(({ host, port }) => `${host}:${port}`));
  await probeApp(app, addresses, context);
  running.delete(theApp);
}

/** How a server that others announced is looked at: the same credentials, and replicas are not written to. */
function learnedTarget(target: Target, as: 'entry' | 'primary' | 'replica' | 'sentinel' | 'node'): Target {
  return as === 'replica' ? { ...target, fact: { ...target.fact, readOnly: true } } : target;
}

function endpointsOf({ fact }: Target): Endpoint[] {
  if (fact.path !== null) return [{ subject: fact.path, host: 'localhost', port: 0, path: fact.path }];
  return fact.addresses.map(({ host, port }) => ({ subject: `${host.includes(':') ? `[${host}]` : host}:${port}`, host, port, path: null }));
}
