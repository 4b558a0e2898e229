import { type Endpoint, reachedPort } from '../../declared/target/types.ts';
import type { ProcessFact } from '../../facts/index.ts';
import { isLoopbackOrAny } from './is-local.ts';
import type { Machine, ServerProcess } from './processes.ts';
import { addressesOf, unixInodes } from './sockets.ts';

export interface Tied {
  pid: number;
  tiedBy: ProcessFact['tiedBy'];
}

/** Holder of the socket that serves the endpoint, in our network namespace or in another one with that address. */
export function byListener(machine: Machine, endpoint: Endpoint, addresses: readonly string[], isLocal: boolean): Tied | null {
  if (endpoint.path !== null) {
    for (const inode of unixInodes(endpoint.path)) {
      const pid = machine.ownerOf(inode);
      if (pid !== null) return { pid, tiedBy: 'listener' };
    }
    return null;
  }
  if (isLocal) {
    const onPort = machine.listeners.filter(({ port, address }) => port === reachedPort(endpoint) && covers(address, addresses));
    for (const { inode } of onPort) {
      const pid = machine.ownerOf(inode);
      if (pid !== null) return { pid, tiedBy: 'listener' };
    }
    return null;
  }
  return byNamespace(machine, endpoint, addresses);
}

/** A server of the endpoint's host that holds the endpoint's port, but on other addresses of that host alone. */
export function byPort(machine: Machine, endpoint: Endpoint, addresses: readonly string[], isLocal: boolean): Tied | null {
  if (endpoint.path !== null) return null;
  const found = machine.servers.find(
    ({ pid, isElsewhere, listeners }) => isElsewhere !== isLocal && listeners.some(({ port }) => port === reachedPort(endpoint)) && (isLocal || hasAddress(pid, addresses)),
  );
  return found ? { pid: found.pid, tiedBy: 'listener' } : null;
}

/** Whether a socket bound to `bound` takes connections to one of these addresses. */
export function covers(bound: string, addresses: readonly string[]): boolean {
  if (bound === '0.0.0.0' || bound === '::') return true;
  return addresses.some((address) => address === bound || (address === 'localhost' && isLoopbackOrAny(bound)));
}

function byNamespace(machine: Machine, endpoint: Endpoint, addresses: readonly string[]): Tied | null {
  for (const server of machine.servers) {
    if (!server.isElsewhere || !server.listeners.some(({ port, address }) => port === reachedPort(endpoint) && covers(address, addresses))) continue;
    if (hasAddress(server.pid, addresses)) return { pid: server.pid, tiedBy: 'listener' };
  }
  return null;
}

/** One of these addresses belongs to the network namespace of the process. */
function hasAddress(pid: number, addresses: readonly string[]): boolean {
  const own = addressesOf(pid);
  return addresses.some((address) => !isLoopbackOrAny(address) && own.has(address));
}

const startToleranceMs = 3000;

/** The process that INFO describes: its number (in its own namespace) and the moment it began must both fit. */
export function byInfo(servers: readonly ServerProcess[], info: Readonly<Record<string, string>>, nowMs: number): Tied | null {
  const pid = Number(info.process_id);
  const uptime = Number(info.uptime_in_seconds);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !Number.isFinite(uptime)) return null;
  const began = nowMs - uptime * 1000;
  const fits = servers.filter((server) => (server.innerPid ?? server.pid) === pid && server.startedAtMs !== null && Math.abs(server.startedAtMs - began) < startToleranceMs);
  return fits.length === 1 && fits[0] ? { pid: fits[0].pid, tiedBy: 'info' } : null;
}
