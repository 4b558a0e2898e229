import { bytesOf } from '../../declared/kubernetes/quantity.ts';
import { maskArguments, maskText } from '../../declared/masks/index.ts';
import type { FactData } from '../../facts/index.ts';
import { fields, instant, list, number, text, texts } from '../runtime/json.ts';
import type { Json } from './api.ts';
import { isReady, nameOf } from './namespace.ts';

type Entry = FactData<'containers'>['containers'][number];

/** What tells where the container is, for the commands of remedies. */
interface Around {
  context: string;
  namespace: string;
  workload: { kind: string; name: string } | null;
  /** Messages of events about the pod, the newest first. */
  events: readonly { reason: string; message: string }[];
}

const serverWords = /(^|[/_.-])(redis|valkey|keydb|dragonfly)/i;
const notServer = /exporter|commander|insight|redis-?ui|benchmark|proxy|stat(s|us)?$/i;

/** The container of a pod that serves Redis: by the port that is asked for, by its command, by its image; else the only one. */
export function serverContainer(pod: Json, port: number | string | null): Json | null {
  const all = list(fields(pod.spec).containers).map(fields);
  const hasPort = (box: Json) =>
    list(box.ports)
      .map(fields)
      .some((each) => each.containerPort === port || (typeof port === 'string' && each.name === port));
  const isServer = (box: Json) => {
    const words = [...texts(box.command), ...texts(box.args)].join(' ');
    const image = (text(box.image) ?? '').replace(/@.*$/, '').replace(/:[^/:]*$/, '');
    return /(redis|valkey|keydb)-(server|sentinel)/.test(words) || (serverWords.test(image) && !notServer.test(image));
  };
  return all.find((box) => hasPort(box) && isServer(box)) ?? all.find(isServer) ?? all.find(hasPort) ?? (all.length === 1 ? (all[0] ?? null) : null);
}

/** A container of a pod in the words of the engines: so that the same causes judge it. */
export function containerEntry(pod: Json, container: Json, { context, namespace, workload, events }: Around): Entry {
  const name = text(container.name) ?? '';
  const own =
    list(fields(pod.status).containerStatuses)
      .map(fields)
      .find((each) => each.name === name) ?? {};
  const state = fields(own.state);
  const [waiting, running, ended] = [fields(state.waiting), fields(state.running), fields(state.terminated)];
  const last = fields(fields(own.lastState).terminated);
  // Of a container that waits to be started again, the last run tells how it ended.
  const run = Object.keys(ended).length > 0 ? ended : last;
  const reason = text(waiting.reason);
  const restartCount = number(own.restartCount) ?? 0;
  const isRunning = Object.keys(running).length > 0;
  const isUnready = isRunning && !isReady(pod) && own.ready === false;
  const said = events.find(({ reason: why }) => why === 'Unhealthy');
  const memory = text(fields(fields(container.resources).limits).memory);
  const probe = fields(fields(container.readinessProbe).exec);
  return {
    id: (text(own.containerID) ?? '').replace(/^[a-z-]+:\/\//, '') || `${namespace}/${nameOf(pod)}/${name}`,
    name: `${nameOf(pod)}/${name}`,
    image: text(container.image) ?? '',
    state: isRunning
      ? 'running'
      : Object.keys(ended).length > 0
        ? 'exited'
        : reason === 'CrashLoopBackOff' || (restartCount > 0 && Object.keys(last).length > 0)
          ? 'restarting'
          : 'created',
    exitCode: isRunning ? null : number(run.exitCode),
    oomKilled: text(run.reason) === 'OOMKilled',
    kernelOomKill: null,
    error: isRunning ? null : startFault(pod, waiting, events),
    startTried: isRunning || run.startedAt !== undefined,
    health: isUnready ? 'unhealthy' : isRunning ? 'healthy' : null,
    healthCommand: maskArguments(texts(probe.command)).shown,
    healthLast: isUnready && said ? { exitCode: 1, output: maskText(said.message).slice(0, 300) } : null,
    restartCount,
    restartPolicy: text(fields(pod.spec).restartPolicy)?.toLowerCase() ?? 'always',
    createdAt: instant(fields(pod.metadata).creationTimestamp),
    startedAt: instant(isRunning ? running.startedAt : run.startedAt),
    finishedAt: instant(run.finishedAt),
    memoryLimitBytes: memory === null ? null : bytesOf(memory),
    published: [],
    exposed: list(container.ports).flatMap((port) => number(fields(port).containerPort) ?? []),
    networks: texts(fields(pod.status).podIP).map((address) => ({ name: namespace, address })),
    mounts: mountsOf(pod, container),
    command: maskArguments([...texts(container.command), ...texts(container.args)]).shown,
    user: userOf(pod, container),
    pid: null,
    tiedBy: ['name'],
    part: 'server',
    service: null,
    project: null,
    pod: { context, namespace, pod: nameOf(pod), container: name, workload },
  };
}

/** Why it does not run, by the API's own words; null where only its own end tells. */
function startFault(pod: Json, waiting: Json, events: Around['events']): string | null {
  const reason = text(waiting.reason);
  if (reason !== null && !['CrashLoopBackOff', 'ContainerCreating', 'PodInitializing'].includes(reason))
    return maskText(`${reason}: ${text(waiting.message) ?? ''}`.trim()).slice(0, 400);
  const scheduled = list(fields(pod.status).conditions)
    .map(fields)
    .find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (scheduled) return maskText(`${text(scheduled.reason) ?? 'Unschedulable'}: ${text(scheduled.message) ?? 'no node takes the pod'}`).slice(0, 400);
  const failed = events.find(({ reason: why }) => /^Failed(Mount|AttachVolume|CreatePodSandBox|Scheduling)?$/.test(why));
  return failed && reason !== 'CrashLoopBackOff' ? maskText(`${failed.reason}: ${failed.message}`).slice(0, 400) : null;
}

function mountsOf(pod: Json, container: Json): Entry['mounts'] {
  const volumes = list(fields(pod.spec).volumes).map(fields);
  return list(container.volumeMounts)
    .map(fields)
    .map((mount) => {
      const volume = volumes.find(({ name }) => name === mount.name) ?? {};
      const claim = text(fields(volume.persistentVolumeClaim).claimName);
      const type =
        claim !== null || volume.ephemeral !== undefined || volume.csi !== undefined
          ? 'volume'
          : volume.emptyDir !== undefined
            ? 'tmpfs'
            : volume.hostPath !== undefined
              ? 'volume'
              : 'config';
      return { type, source: claim ?? text(mount.name) ?? '', destination: text(mount.mountPath) ?? '', sourceIs: null };
    });
}

function userOf(pod: Json, container: Json): string | null {
  for (const holder of [fields(container.securityContext), fields(fields(pod.spec).securityContext)]) {
    const user = number(holder.runAsUser);
    if (user !== null) return String(user);
    if (holder.runAsNonRoot === true) return 'non-root';
  }
  return null;
}
