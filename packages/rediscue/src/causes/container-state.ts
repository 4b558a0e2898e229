import { tagOf } from '../image-name.ts';
import { type Container, servingContainers } from './exposure.ts';
import { kubectl } from './kubectl.ts';
import type { EndpointView } from './view.ts';

/** Something answers at the endpoint in Redis's words, be it an error. */
export const answersRedis = (at: EndpointView): boolean => at.get('speak')?.state === 'resp';

/** The container that is meant to serve the endpoint and does not run; undefined when one does, or when something answers anyway. */
export function stoppedContainer(at: EndpointView): Container | undefined {
  if (answersRedis(at)) return undefined;
  const own = servingContainers(at);
  if (own.some(({ state }) => state === 'running' || state === 'paused' || state === 'restarting')) return undefined;
  // Of several the one that ran last.
  return own.toSorted((a, b) => (Date.parse(b.finishedAt ?? b.createdAt ?? '') || 0) - (Date.parse(a.finishedAt ?? a.createdAt ?? '') || 0))[0];
}

/** The engine's command line. */
export const engine = (at: EndpointView): string => (at.get('containers')?.runtime.startsWith('podman') ? 'podman' : 'docker');

/** The commands with which a person looks at a container and starts it again, in the words of who runs it. */
interface Runner {
  logs: string;
  state: string;
  /** Starts it again, or its pod anew. */
  start: string;
  /** Runs a command inside. */
  exec: (command: string) => string;
  limit: (mebibytes: number | null) => string[];
}

export function runnerOf(at: EndpointView, { name, pod, restartCount }: Container): Runner {
  if (pod === null) {
    const run = engine(at);
    return {
      logs: `${run} logs --tail 50 ${name}`,
      state: `${run} inspect --format '{{.State.Status}} {{.RestartCount}}' ${name}`,
      start: `${run} start ${name}`,
      exec: (command) => `${run} exec ${name} ${command}`,
      limit: (mebibytes) => [`${run} update --memory ${mebibytes === null ? '<bytes>' : `${mebibytes}m`} ${name}`, `${run} start ${name}`],
    };
  }
  const run = kubectl(pod);
  const of = pod.workload && `${pod.workload.kind.toLowerCase()}/${pod.workload.name}`;
  return {
    logs: `${run} logs ${pod.pod} -c ${pod.container} --tail=50${restartCount > 0 ? ' --previous' : ''}`,
    state: `${run} describe pod ${pod.pod}`,
    start: of === null ? `${run} delete pod ${pod.pod}` : `${run} rollout restart ${of}`,
    exec: (command) => `${run} exec ${pod.pod} -c ${pod.container} -- ${command}`,
    limit: (mebibytes) => [`${run} set resources ${of ?? `pod/${pod.pod}`} -c ${pod.container} --limits=memory=${mebibytes === null ? '<bytes>' : `${mebibytes}Mi`}`],
  };
}

/** Seconds since an instant; undefined when it is not known. */
export function secondsSince(at: EndpointView, instant: string | null): number | undefined {
  const time = instant === null ? Number.NaN : Date.parse(instant);
  return Number.isNaN(time) || time <= 0 ? undefined : Math.max(0, Math.round((at.nowMs - time) / 1000));
}

/** `4 min ago`. */
export function ago(at: EndpointView, instant: string | null): string {
  const seconds = secondsSince(at, instant);
  if (seconds === undefined) return 'at an unknown time';
  return seconds < 120 ? `${seconds} s ago` : seconds < 7200 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}

/** The kernel ended its last run for want of memory: by the engine's flag or the kernel's log, or by the signal and a limit together with the log of kills. */
export function wasKilledForMemory(at: EndpointView, box: Container): boolean {
  if (box.oomKilled || box.kernelOomKill === true) return true;
  const kill = at.get('log')?.events.some(({ kind }) => kind === 'killed-by-kernel');
  return box.exitCode === 137 && box.memoryLimitBytes !== null && (kill === true || (at.get('cgroup')?.oomKills ?? 0) > 0);
}

/** The image names no version that stays: `latest`, or nothing. */
export function isMutableImage(image: string): boolean {
  if (image.includes('@sha256:') || /^(sha256:)?[0-9a-f]{12,64}$/.test(image)) return false;
  const tag = tagOf(image);
  return tag === null || tag === 'latest';
}
