import { signalWithin } from '../../deadline.ts';
import type { LogTail } from '../../declared/app/index.ts';
import { type LiveObjects, type LiveProgram, livePlace } from '../../declared/kubernetes/live.ts';
import type { Endpoint, Target } from '../../declared/target/types.ts';
import type { FactData, NotChecked } from '../../facts/index.ts';
import { nearestWord } from '../../nearest-word.ts';
import type { ProbeContext } from '../context.ts';
import { endedOf } from '../host/log/ended.ts';
import { recognise } from '../host/log/recognise.ts';
import { selectEvents } from '../host/log/select.ts';
import { fields, list, number, text } from '../runtime/json.ts';
import { Api, type Json } from './api.ts';
import { containerEntry, serverContainer } from './containers.ts';
import { ClusterFault } from './fault.ts';
import { appLogOf, logOf } from './logs.ts';
import { type ClusterName, clusterNames } from './names.ts';
import { addressesOf, hasLabels, isCurrent, isReady, isRunning, labelsOf, type Namespace, nameOf, podsOf, readNamespace, ruleFor } from './namespace.ts';
import { denialsOf } from './policies.ts';
import { Forward, portState } from './port-forward.ts';
import { readCluster } from './read.ts';

type Way = FactData<'kubernetes'>;

/** How an endpoint of the cluster is looked at: through a forwarded port, as one that refuses or that is not there, or not at all. Null: it is none of the cluster's. */
export type ClusterLook = NonNullable<Endpoint['via']> | 'refused' | 'absent' | 'not' | null;

export interface ClusterRequest {
  context: string;
  /** Null: the context's own, or `default`. */
  namespace: string | null;
  environment: Readonly<Record<string, string | undefined>>;
}

/** Share of the budget in which the cluster is read, at most 8 s. */
const readingShare = 0.4;
const maxReadingMs = 8000;
/** Pods behind one name that are told of. */
const maxPods = 12;

interface Found {
  name: ClusterName;
  space: Namespace;
  service: Json | null;
  pods: Json[];
  leads: Way['leads'];
  /** Of the pods. */
  port: number | null;
  targetPort: number | string | null;
}

/** One namespace of a cluster, read once, and the ways to its servers. Holds secrets: lives in memory only. */
export class Cluster {
  readonly context: string;
  readonly live: LiveObjects;
  readonly notChecked: readonly NotChecked[];
  readonly #api: Api;
  readonly #own: Namespace;
  readonly #others = new Map<string, Promise<Namespace>>();
  readonly #forwards: Promise<Forward>[] = [];
  #programs = new Map<string, LiveProgram['workload']>();

  private constructor(api: Api, own: Namespace, live: LiveObjects, notChecked: readonly NotChecked[]) {
    this.#api = api;
    this.#own = own;
    this.live = live;
    this.context = api.access.context;
    this.notChecked = notChecked;
  }

  /** Reads the namespace. Throws ClusterFault. */
  static async read({ context, namespace, environment }: ClusterRequest, budgetMs: number, signal: AbortSignal): Promise<Cluster> {
    const reading = signalWithin(Math.min(maxReadingMs, budgetMs * readingShare), signal);
    const api = await Api.open(context, environment, reading);
    const notes: NotChecked[] = [];
    try {
      const { own, live } = await readCluster(api, namespace ?? api.access.namespace ?? 'default', (note) => notes.push(note));
      api.signal = signal;
      if (own.pods?.length === 0 && own.workloads.length === 0 && own.services?.length === 0)
        notes.push({ what: `the namespace ${own.name} of ${context}`, why: `nothing runs in it, or there is no such namespace; --namespace names another` });
      return new Cluster(api, own, live, notes);
    } catch (error) {
      api.close();
      throw error;
    }
  }

  /** Tells which programs of the model run in the cluster. */
  readonly onPrograms = (programs: readonly LiveProgram[]): void => {
    this.#programs = new Map(programs.map(({ subject, workload }) => [subject, workload]));
  };

  /** Whether the program of that subject runs here. */
  has(program: string | null): boolean {
    return program !== null && this.#programs.has(program);
  }

  async close(): Promise<void> {
    for (const forward of await Promise.allSettled(this.#forwards)) if (forward.status === 'fulfilled') forward.value.close();
    this.#api.close();
  }

  /** The log of the pods of a program, the failing ones first. Null where there is none. */
  async appLog(program: string): Promise<{ file: string; read: LogTail } | null> {
    const pods = this.#podsOfProgram(program);
    return appLogOf(this.#api, this.#own.name, pods);
  }

  /** What the cluster tells of the way from a program to an endpoint, kept as facts, and how the endpoint can be looked at from here. */
  async lookAt(endpoint: Endpoint, target: Target, program: string | null, isLoginKnown: boolean, context: ProbeContext): Promise<ClusterLook> {
    try {
      return await this.#look(endpoint, target, program, isLoginKnown, context);
    } catch (error) {
      if (!(error instanceof ClusterFault)) throw error;
      context.skip(`${endpoint.subject} in the cluster of ${this.context}`, error.message);
      return 'not';
    }
  }

  async #look(endpoint: Endpoint, target: Target, program: string | null, isLoginKnown: boolean, context: ProbeContext): Promise<ClusterLook> {
    const start = context.clock.tick();
    const name = target.fact.name;
    const from = program === null ? [] : this.#podsOfProgram(program);
    const found = await this.#find(endpoint, from);
    if (found === null) return null;
    if (found === 'unknown') {
      context.skip(`${endpoint.subject} in the cluster of ${this.context}`, `its pods or Services could not be read; ${ruleFor('list', 'services')}`);
      return 'not';
    }
    const { space, pods } = found;
    const isPlain = !target.fact.tls;
    const chosen = pods.find(isReady) ?? pods.find(isRunning) ?? null;
    const state = chosen === null || found.port === null ? 'not-tried' : await this.#portState(space, chosen, found.port, isPlain, context);
    const others = state === 'refused' && chosen !== null ? await this.#otherPort(space, chosen, found.port, isPlain, context) : null;
    const way: Way = {
      context: this.context,
      namespace: space.name,
      home: this.#own.name,
      leads: found.leads,
      service: found.service && this.#serviceFact(found.service, found, space),
      pods: pods
        .slice(0, maxPods)
        .map((pod) => ({ name: nameOf(pod), ready: isReady(pod), port: pod === chosen ? found.port : null, state: pod === chosen ? state : 'not-tried' })),
      otherPort: others,
      nearest: nearestOf(found, space),
      denials: this.#denials(from, found),
      from: from.slice(0, maxPods).map((pod) => ({ pod: nameOf(pod), ready: isReady(pod), addresses: addressesOf(pod) })),
    };
    context.record('kubernetes', endpoint.subject, name, way, start);
    await this.#recordContainers(endpoint, name, found, context);
    const resolved = { host: endpoint.host, addresses: [], nameServers: [], standIn: null };
    if (found.leads === 'no-service') {
      context.record('resolve', endpoint.subject, name, { ...resolved, state: 'not-found', code: 'NXDOMAIN' }, start);
      return 'absent';
    }
    if (found.leads === 'external') {
      context.skip(`${endpoint.subject} from the place of the application`, 'its Service leads to addresses that are no pods: no port can be forwarded there');
      return 'not';
    }
    if (chosen === null || found.port === null) return 'absent';
    if (state === 'refused') {
      const address = addressesOf(chosen)[0] ?? nameOf(chosen);
      context.record(
        'resolve',
        endpoint.subject,
        name,
        { ...resolved, state: 'ok', code: null, addresses: [{ address, family: address.includes(':') ? 6 : 4 }], standIn: 'port-forward' },
        start,
      );
      const ms = Math.round((context.clock.tick() - start) * 100) / 100;
      context.record('connect', endpoint.subject, name, { attempts: [{ address, port: found.port, state: 'refused', code: 'ECONNREFUSED', ms }], used: null }, start);
      return 'refused';
    }
    if (state === 'failed' || !isLoginKnown) return 'not';
    const forward = Forward.open(this.#api, space.name, nameOf(chosen), found.port);
    this.#forwards.push(forward);
    return { address: '127.0.0.1', port: (await forward).port, by: 'port-forward' };
  }

  #podsOfProgram(program: string): Json[] {
    const { kind, name } = this.#programs.get(program) ?? {};
    const workload = this.live.objects.find((object) => object.kind === kind && nameOf(object) === name);
    return workload === undefined ? [] : podsOf(workload, this.#own.pods ?? []).filter(isCurrent);
  }

  #space(name: string): Promise<Namespace> {
    if (name === this.#own.name) return Promise.resolve(this.#own);
    const known = this.#others.get(name) ?? readNamespace(this.#api, name, () => undefined);
    this.#others.set(name, known);
    return known;
  }

  /** Null: the host is none of the cluster's. */
  async #find({ host, port }: Endpoint, from: readonly Json[]): Promise<Found | 'unknown' | null> {
    if (/^(localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0)$/.test(host)) {
      if (from.length === 0) return null;
      return { name: { service: host, namespace: null, pod: null, isCertain: true }, space: this.#own, service: null, pods: [...from], leads: 'own-pod', port, targetPort: port };
    }
    const byAddress = this.#own.pods?.filter((pod) => isCurrent(pod) && addressesOf(pod).includes(host)) ?? [];
    const plain = { service: host, namespace: null, pod: null, isCertain: true };
    if (byAddress.length > 0) return { name: plain, space: this.#own, service: null, pods: byAddress, leads: 'pods', port, targetPort: port };
    const byClusterIp = this.#own.services?.find((service) => fields(service.spec).clusterIP === host);
    if (byClusterIp) return this.#behind(plain, this.#own, byClusterIp, port);
    for (const name of clusterNames(host)) {
      const isOwn = name.namespace === null || name.namespace === this.#own.name;
      if (!isOwn && !name.isCertain && !(await this.#exists(name))) continue;
      const space = await this.#space(name.namespace ?? this.#own.name);
      if (space.services === null || space.pods === null) return 'unknown';
      const service = space.services.find((each) => nameOf(each) === name.service);
      if (service) return this.#behind(name, space, service, port);
      if (name.isCertain) return { name, space, service: null, pods: [], leads: 'no-service', port: null, targetPort: null };
    }
    return null;
  }

  async #exists({ service, namespace }: ClusterName): Promise<boolean> {
    try {
      await this.#api.get(`/api/v1/namespaces/${encodeURIComponent(namespace ?? '')}/services/${encodeURIComponent(service)}`);
      return true;
    } catch (error) {
      if (error instanceof ClusterFault) return false;
      throw error;
    }
  }

  #behind(name: ClusterName, space: Namespace, service: Json, port: number): Found | null {
    const spec = fields(service.spec);
    // A name of somewhere else: looked up as everybody does it.
    if (spec.type === 'ExternalName') return null;
    const headless = spec.clusterIP === 'None';
    const own = list(spec.ports)
      .map(fields)
      .find((each) => each.port === port);
    const selector = fields(spec.selector);
    const base = { name, space, service };
    if (Object.keys(selector).length === 0) return this.#behindSlices(base, port, headless, own);
    const selected = (space.pods ?? []).filter((pod) => isCurrent(pod) && hasLabels(labelsOf(pod), selector));
    const pods = name.pod === null ? selected : selected.filter((pod) => nameOf(pod) === name.pod);
    // Without an address of its own the name leads to the pods themselves, at whatever port.
    const targetPort = headless ? port : own === undefined ? null : (number(own.targetPort) ?? text(own.targetPort) ?? port);
    const leads = selected.length === 0 ? 'no-pods' : targetPort === null ? 'no-port' : 'pods';
    return { ...base, pods: leads === 'no-port' ? selected : pods, leads, targetPort, port: portNumber(targetPort, pods) };
  }

  /** Without a selector somebody else says where it leads. */
  #behindSlices(base: Pick<Found, 'name' | 'space' | 'service'>, port: number, headless: boolean, own: Json | undefined): Found {
    const slices = (base.space.slices ?? []).filter((slice) => fields(fields(slice.metadata).labels)['kubernetes.io/service-name'] === nameOf(base.service ?? {}));
    const addresses = slices.flatMap((slice) => list(slice.endpoints).flatMap((each) => list(fields(each).addresses)));
    const pods = (base.space.pods ?? []).filter((pod) => isCurrent(pod) && addressesOf(pod).some((address) => addresses.includes(address)));
    const behind = slices.flatMap((slice) => list(slice.ports).map(fields)).find((each) => own === undefined || (each.name ?? '') === (own.name ?? ''));
    const targetPort = headless ? port : (number(behind?.port) ?? null);
    return { ...base, pods, leads: pods.length > 0 ? 'pods' : 'external', targetPort, port: pods.length > 0 ? targetPort : null };
  }

  #serviceFact(service: Json, { targetPort }: Found, space: Namespace): Way['service'] {
    const spec = fields(service.spec);
    const selector = Object.entries(fields(spec.selector)).map(([key, value]) => `${key}=${String(value)}`);
    return {
      name: nameOf(service),
      place: livePlace(this.context, space.name, 'service', nameOf(service)),
      headless: spec.clusterIP === 'None',
      selector: selector.length === 0 ? null : selector.join(','),
      ports: list(spec.ports).flatMap((port) => number(fields(port).port) ?? []),
      targetPort,
    };
  }

  async #portState(space: Namespace, pod: Json, port: number, isPlain: boolean, context: ProbeContext): Promise<'open' | 'refused' | 'failed'> {
    try {
      const state = await portState(this.#api, { namespace: space.name, pod: nameOf(pod), port, isPlain }, context.signal);
      if (typeof state !== 'object') return state;
      context.skip(`port ${port} of the pod ${nameOf(pod)}`, `it cannot be forwarded: ${state.failed}`);
    } catch (error) {
      if (!(error instanceof ClusterFault)) throw error;
      context.skip(
        `port ${port} of the pod ${nameOf(pod)}`,
        `it cannot be forwarded: ${error.message}${error.kind === 'forbidden' ? `; ${ruleFor('create', 'pods/portforward')} (and "get" for WebSocket)` : ''}`,
      );
    }
    return 'failed';
  }

  async #otherPort(space: Namespace, pod: Json, port: number | null, isPlain: boolean, context: ProbeContext): Promise<number | null> {
    const box = serverContainer(pod, null);
    const declared = list(box?.ports).flatMap((each) => number(fields(each).containerPort) ?? []);
    const tried = [...new Set([...declared, ...(box === null ? [] : [6379])])].filter((each) => each !== port).slice(0, 3);
    const states = await Promise.all(tried.map(async (each) => ({ each, state: await this.#portState(space, pod, each, isPlain, context) })));
    return states.find(({ state }) => state === 'open')?.each ?? null;
  }

  #denials(from: readonly Json[], { space, pods, port }: Found): Way['denials'] {
    const [here, there] = [from.find(isReady) ?? from[0], pods.find(isReady) ?? pods[0]];
    if (!here || !there || here === there) return [];
    return denialsOf(this.context, { pod: here, namespace: this.#own.name }, { pod: there, namespace: space.name }, port, { from: this.#own.policies, to: space.policies });
  }

  async #recordContainers(endpoint: Endpoint, name: string, { space, pods, leads, targetPort }: Found, context: ProbeContext): Promise<void> {
    if (leads === 'own-pod' || pods.length === 0) return;
    const start = context.clock.tick();
    const failing = pods.filter((pod) => !isReady(pod));
    const events = await this.#events(space, failing.slice(0, 3));
    const entries = pods.slice(0, maxPods).flatMap((pod) => {
      const box = serverContainer(pod, targetPort);
      const workload = space === this.#own ? (this.live.objects.find((object) => object.kind !== 'Pod' && podsOf(object, [pod]).length > 0) ?? null) : null;
      const around = {
        context: this.context,
        namespace: space.name,
        workload: workload && { kind: text(workload.kind) ?? '', name: nameOf(workload) },
        events: events.get(nameOf(pod)) ?? [],
      };
      return box === null ? [] : [{ pod, box, entry: containerEntry(pod, box, around) }];
    });
    context.record('containers', endpoint.subject, name, { runtime: 'kubernetes', containers: entries.map(({ entry }) => entry), neighbours: [] }, start);
    const worst = entries.find(({ entry }) => entry.state !== 'running') ?? entries.find(({ entry }) => entry.health === 'unhealthy');
    if (worst === undefined || worst.entry.state === 'created') return;
    const log = await logOf(this.#api, space.name, nameOf(worst.pod), text(worst.box.name) ?? '', worst.entry.restartCount > 0 && worst.entry.state !== 'running', context);
    const found = log === null ? [] : selectEvents(recognise(log, null));
    if (found.length > 0)
      context.record(
        'log',
        endpoint.subject,
        name,
        { file: `kubectl logs ${worst.entry.name}`, foundBy: 'stdout', modifiedAt: worst.entry.finishedAt, events: found, ended: endedOf(found) },
        start,
      );
  }

  /** What the cluster says of pods that are not well, the newest first. */
  async #events(space: Namespace, pods: readonly Json[]): Promise<Map<string, { reason: string; message: string }[]>> {
    const found = new Map<string, { reason: string; message: string }[]>();
    await Promise.all(
      pods.map(async (pod) => {
        const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${nameOf(pod)}`;
        try {
          const { items } = await this.#api.list(`/api/v1/namespaces/${encodeURIComponent(space.name)}/events`, { fieldSelector });
          const time = (event: Json) => Date.parse(text(event.lastTimestamp) ?? text(event.eventTime) ?? '') || 0;
          found.set(
            nameOf(pod),
            items.toSorted((a, b) => time(b) - time(a)).map((event) => ({ reason: text(event.reason) ?? '', message: text(event.message) ?? '' })),
          );
        } catch (error) {
          if (!(error instanceof ClusterFault)) throw error;
        }
      }),
    );
    return found;
  }
}

function portNumber(target: number | string | null, pods: readonly Json[]): number | null {
  if (typeof target !== 'string') return target;
  const [pod] = pods;
  const ports = list(fields(pod?.spec).containers).flatMap((box) => list(fields(box).ports).map(fields));
  return number(ports.find(({ name }) => name === target)?.containerPort);
}

/** What may be meant in place of what leads nowhere. */
function nearestOf({ leads, name }: Found, { services, pods }: Namespace): string | null {
  if (leads === 'no-service') {
    const names = (services ?? []).map(nameOf);
    const alike = nearestWord(name.service, names, 3);
    return alike ?? names.find((each) => /redis|valkey|keydb/i.test(each)) ?? null;
  }
  if (leads !== 'no-pods') return null;
  const server = (pods ?? []).find((pod) => isCurrent(pod) && /redis|valkey|keydb/i.test(text(serverContainer(pod, null)?.image) ?? ''));
  const labels = server && [...labelsOf(server)].filter(([key]) => !/hash|pod-name|pod-index|revision/.test(key)).map(([key, value]) => `${key}=${value}`);
  return labels && labels.length > 0 ? labels.slice(0, 4).join(',') : null;
}
