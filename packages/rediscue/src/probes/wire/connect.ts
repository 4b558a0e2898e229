import { createSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { deadline } from '../../deadline.ts';
import { type Endpoint, reachedPort } from '../../declared/target/index.ts';
import type { ConnectFact, ResolveFact } from '../../facts/index.ts';
import type { Clock } from '../context.ts';
import { open, peerOf } from './open.ts';

type Attempt = ConnectFact['attempts'][number];

/** A little over a second: a lost first SYN is sent again after one. */
const connectMs = 1100;
/** Addresses of one name that are tried. */
const most = 8;

const states: Readonly<Record<string, Attempt['state']>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed-out',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EAFNOSUPPORT: 'unreachable',
  // A route of type blackhole.
  EINVAL: 'unreachable',
  ECONNRESET: 'reset',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  ENOENT: 'no-socket',
  ENOTDIR: 'no-socket',
};

export interface Connected {
  fact: ConnectFact;
  socket: Socket | null;
  /** Milliseconds that the used attempt took: one round trip. */
  rttMs: number;
}

/** Tries every address at the same time. Uses the first in the resolver's order that opens, as a client would get to it. */
export async function connect(
  endpoint: Endpoint,
  addresses: ResolveFact['addresses'],
  { limit, signal, clock }: { limit(ms: number): number; signal: AbortSignal; clock: Clock },
): Promise<Connected> {
  const tried = endpoint.path === null ? addresses.slice(0, most).map(({ address }) => address) : [endpoint.path];
  const outcomes = await Promise.all(
    tried.map(async (address) => {
      const start = clock.tick();
      const { socket, code } = await open(peerOf(endpoint, address), limit(connectMs), signal);
      const ms = Math.round((clock.tick() - start) * 100) / 100;
      const attempt: Attempt = { address, port: endpoint.path === null ? reachedPort(endpoint) : null, state: socket ? 'connected' : (states[code ?? ''] ?? 'failed'), code, ms };
      return { attempt, socket };
    }),
  );
  const used = outcomes.find(({ socket }) => socket !== null);
  for (const outcome of outcomes) if (outcome !== used) outcome.socket?.destroy();
  return { fact: { attempts: outcomes.map(({ attempt }) => attempt), used: used?.attempt.address ?? null }, socket: used?.socket ?? null, rttMs: used?.attempt.ms ?? 0 };
}

/** The address from which this machine would reach another; null when there is no way. Sends nothing. */
export function localAddressTowards(address: string, port: number, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const finish = (local: string | null) => {
      timer.clear();
      socket.close();
      resolve(local);
    };
    const timer = deadline(timeoutMs, () => finish(null));
    socket.once('error', () => finish(null));
    socket.once('connect', () => finish(socket.address().address));
    socket.connect(port, address);
  });
}
