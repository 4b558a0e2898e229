import type { Severity } from './define.ts';
import { cutOff } from './place.ts';
import type { EndpointView, TargetView } from './view.ts';

/** The host of an endpoint without brackets; a socket's path stands for itself. */
export function hostOf(at: EndpointView): string {
  return at.subject.startsWith('/') ? at.subject : at.subject.slice(0, at.subject.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}

/** The port of an endpoint; null for a unix socket. */
export function portOf(at: EndpointView): number | null {
  return at.subject.startsWith('/') ? null : Number(at.subject.slice(at.subject.lastIndexOf(':') + 1));
}

export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^(::ffff:)?127\./.test(address);
}

const sentences = {
  refused: 'was refused',
  'timed-out': 'got no answer',
  unreachable: 'has no route',
  'not-permitted': 'is not permitted from here',
  'no-socket': 'has no socket',
  reset: 'was reset',
  failed: 'failed',
} as const;
export type ConnectFailure = keyof typeof sentences;

/**
 * Why no address could be connected to; null when one could, or when none was tried. Of several different failures the
 * one that tells most counts: a host that refuses has been reached. For the two addresses of `localhost` it is the other
 * way round: a server of one family always leaves the other one refusing.
 */
export function connectFailure(at: EndpointView): ConnectFailure | null {
  const connect = at.get('connect');
  if (!connect || connect.used !== null) return null;
  const states = new Set(connect.attempts.map((attempt) => attempt.state));
  if (states.has('connected')) return null;
  const order: ConnectFailure[] = ['refused', 'timed-out', 'not-permitted', 'unreachable', 'no-socket', 'reset', 'failed'];
  if (connect.attempts.every((attempt) => isLoopback(attempt.address))) order.unshift('timed-out');
  return order.find((state) => states.has(state)) ?? null;
}

/** `192.0.2.10 was refused after 1 ms, 2001:db8::1 has no route after 0 ms`. */
export function attemptsText(at: EndpointView): string {
  const attempts = at.get('connect')?.attempts ?? [];
  return attempts.map(({ address, state, ms }) => (state === 'connected' ? `${address} answered` : `${address} ${sentences[state]} after ${Math.round(ms)} ms`)).join(', ');
}

/** It is a Sentinel: it answers PING and AUTH like an open server and must not be judged as one. */
export function isSentinel(at: EndpointView): boolean {
  return at.value('role')?.role === 'sentinel' || at.info('redis_mode') === 'sentinel' || at.value('sentinel') !== undefined;
}

/** The application got through to a server that takes its commands. Where it was looked from its own place, from there. */
export function isUsable(at: EndpointView): boolean {
  if (cutOff(at) !== undefined) return false;
  const outcome = at.get('auth')?.outcome;
  return at.get('speak')?.state === 'resp' && (outcome === 'accepted' || outcome === 'not-needed') && at.get('select')?.state !== 'refused';
}

/**
 * A primary that only its replica named, and the replica's link is down: that it cannot be reached is why, and is told
 * of the replica, which the application uses, as replication/link-down or replication/stale-refused.
 */
export function isToldOfReplica(at: EndpointView): boolean {
  const learned = at.get('learned');
  if (at.isEntry || learned?.from !== 'replication' || learned.as !== 'primary') return false;
  if (at.target.project.targets.some((target) => target.entries.some(({ subject }) => subject === at.subject))) return false;
  return at.target.endpoint(learned.by)?.info('master_link_status') === 'down';
}

/** Nothing was contacted: only what files say is known. */
export const isOnlyRead = ({ project }: TargetView): boolean => project.look === 'files';

/** By the files, both sides have the same password: whatever it is, it works. */
export const agreesInFiles = ({ consumers }: TargetView): boolean => consumers.some(({ server }) => server?.password === 'same');

/** The declaration leads to a server that works. Behind Sentinels that server is the primary they name. */
export function works(target: TargetView): boolean {
  const served = target.declared?.kind === 'sentinel' ? target.endpoints.filter((at) => at.get('learned')?.as === 'primary') : target.entries;
  return served.some(isUsable);
}

/**
 * How much it hurts the application when this endpoint cannot be used. One of several entries that cannot be used is a
 * loss of redundancy; a replica or Sentinel that another server told us of may well be meant for others than the application.
 */
export function hurt(at: EndpointView, usual: Severity): { severity: Severity } {
  const severities: Severity[] = ['critical', 'error', 'warning', 'info'];
  const atMost = (limit: Severity) => ({ severity: severities[Math.max(severities.indexOf(usual), severities.indexOf(limit))] ?? usual });
  if (at.isEntry) return at.target.entries.some((other) => other.subject !== at.subject && isUsable(other)) ? atMost('warning') : atMost(usual);
  const learned = at.get('learned');
  if (learned?.as !== 'primary') return atMost('info');
  if (learned.from === 'sentinel') return atMost(usual);
  return at.target.endpoints.some((other) => other.info('master_link_status') === 'down') ? atMost('error') : atMost('info');
}
