import { basename } from 'node:path';
import { maskArguments } from '../../declared/masks/index.ts';
import type { ProcessFact } from '../../facts/index.ts';
import { readServerArguments } from './arguments.ts';
import { argumentsOf, linkOf, namesIn, openFilesLimit, readProc, statOf, statusOf, userName } from './proc.ts';

const serverName = /^(redis|valkey|keydb|dragonfly)([-_ ]?(server|sentinel|stack.*))?$/i;

/** Whether a process is a Redis or Valkey server by its name, its program or its first argument. */
export function isServerProcess(name: string, executable: string | null, words: readonly string[]): boolean {
  if (serverName.test(name) || (executable !== null && serverName.test(basename(executable).replace(/ \(deleted\)$/, '')))) return true;
  return /(?:^|\/)(redis|valkey|keydb)-(server|sentinel)( |$)/.test(words[0] ?? '');
}

/** Identifier of the container that a process runs in; null when it is in none, or in the one that we are in. */
function containerOf(pid: number): string | null {
  const found = containerIn(readProc(`/proc/${pid}/cgroup`) ?? '');
  return found === null || found === containerIn(readProc('/proc/self/cgroup') ?? '') ? null : found;
}

/** Identifier of the container that a text of `/proc/<pid>/cgroup` names; null for none. */
export function containerIn(cgroup: string): string | null {
  return /(?:docker|libpod|crio|cri-containerd|containerd|kubepods)[^\n]*?[-/]([0-9a-f]{64})/.exec(cgroup)?.[1] ?? /\/([0-9a-f]{64})(?:\/|\.scope|$)/m.exec(cgroup)?.[1] ?? null;
}

function sharesNetwork(pid: number): boolean | null {
  const [own, other] = [linkOf('/proc/self/ns/net'), linkOf(`/proc/${pid}/ns/net`)];
  return own === null || other === null ? null : own === other;
}

/** Everything that /proc tells of one process; null when it is gone. What may not be read stays null. */
export function describeProcess(pid: number, tiedBy: ProcessFact['tiedBy']): ProcessFact | null {
  const stat = statOf(pid);
  if (!stat) return null;
  const status = statusOf(pid);
  const executable = linkOf(`/proc/${pid}/exe`);
  const words = argumentsOf(pid);
  const own = maskArguments(words);
  // A server overwrites its own arguments; the shell or tool that started it in the foreground still shows them.
  const parent = stat.parent > 1 ? argumentsOf(stat.parent) : [];
  const inherited = parent.some((word) => /(redis|valkey)-server/.test(word)) ? maskArguments(parent) : null;
  return {
    pid,
    tiedBy,
    executable,
    arguments: inherited && readServerArguments(words).title ? inherited.shown : own.shown,
    secretInArguments: own.hasSecret || (inherited?.hasSecret ?? false),
    state: stat.state,
    startedAt: stat.startedAtMs === null ? null : new Date(stat.startedAtMs).toISOString(),
    user: status?.uid == null ? null : userName(status.uid),
    uid: status?.uid ?? null,
    residentBytes: status?.residentBytes ?? null,
    swapBytes: status?.swapBytes ?? null,
    openFiles: namesIn(`/proc/${pid}/fd`)?.length ?? null,
    openFilesLimit: openFilesLimit(pid),
    workingDirectory: linkOf(`/proc/${pid}/cwd`),
    containerId: containerOf(pid),
    ownNetwork: sharesNetwork(pid),
    isServer: isServerProcess(stat.name, executable, words),
    name: stat.name,
  };
}
