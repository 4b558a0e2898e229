import { readServerArguments } from './arguments.ts';
import { argumentsOf, linkOf, processIds, statOf, statusOf } from './proc.ts';
import { isServerProcess } from './process-fact.ts';
import { type Listener, listenersOf, socketsOf } from './sockets.ts';

/** A server process and what it listens on. */
export interface ServerProcess {
  pid: number;
  name: string;
  startedAtMs: number | null;
  innerPid: number | null;
  listeners: Listener[];
  /** It lives in another network namespace. */
  isElsewhere: boolean;
}

/** Processes and sockets of this machine, read once for all endpoints of a run. */
export interface Machine {
  listeners: Listener[];
  servers: ServerProcess[];
  /** Process that holds a socket; null when it cannot be seen. */
  ownerOf(inode: number): number | null;
}

/** At most this long is spent on looking for the holder of a socket among foreign processes. */
const ownerSearchMs = 150;

export function readMachine(): Machine {
  const ids = processIds();
  const here = linkOf('/proc/self/ns/net');
  const listeners = listenersOf('self') ?? [];
  const servers: ServerProcess[] = [];
  const owners = new Map<number, number>();
  for (const pid of ids) {
    const stat = statOf(pid);
    if (!stat || stat.state === 'Z' || stat.state === 'X') continue;
    if (!isServerProcess(stat.name, linkOf(`/proc/${pid}/exe`), argumentsOf(pid))) continue;
    const there = linkOf(`/proc/${pid}/ns/net`);
    const isElsewhere = here !== null && there !== null && here !== there;
    const sockets = socketsOf(pid);
    for (const inode of sockets ?? []) owners.set(inode, pid);
    const all = isElsewhere ? (listenersOf(pid) ?? []) : listeners;
    // Another user's sockets cannot be seen; the title that a server gives itself still names its port.
    const titled = sockets === null ? readServerArguments(argumentsOf(pid)).title?.port : undefined;
    const own = all.filter((listener) => (sockets === null ? listener.port === titled : sockets.has(listener.inode)));
    for (const { inode } of own) owners.set(inode, pid);
    servers.push({ pid, name: stat.name, startedAtMs: stat.startedAtMs, innerPid: statusOf(pid)?.innerPid ?? null, listeners: own, isElsewhere });
  }
  const searched = new Set(servers.map((server) => server.pid));
  return {
    listeners,
    servers,
    ownerOf(inode) {
      const known = owners.get(inode);
      if (known !== undefined) return known;
      const until = performance.now() + ownerSearchMs;
      for (const pid of ids) {
        if (searched.has(pid)) continue;
        if (performance.now() > until) return null;
        searched.add(pid);
        for (const held of socketsOf(pid) ?? []) if (!owners.has(held)) owners.set(held, pid);
        if (owners.has(inode)) break;
      }
      return owners.get(inode) ?? null;
    },
  };
}
