import type { Answer } from '../facts/index.ts';
import { hostOf, isLoopback, isSentinel, portOf } from './reach.ts';
import type { EndpointView, TargetView } from './view.ts';

export interface Address {
  host: string;
  port: number;
}

export type MonitoredPrimary = Answer<'sentinel'>['primaries'][number];

/** `host:port`, an IPv6 host in brackets: the form of a subject. */
export const addressText = ({ host, port }: Address): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** What a server is, by its own word. Undefined: it did not say. */
export function roleOf(at: EndpointView): 'primary' | 'replica' | 'sentinel' | undefined {
  if (isSentinel(at)) return 'sentinel';
  const role = at.value('role')?.role;
  if (role !== undefined) return role;
  const word = at.info('role');
  return word === 'master' ? 'primary' : word === 'slave' ? 'replica' : undefined;
}

/** Where a replica copies from, by its own word. */
export function sourceOf(at: EndpointView): Address | undefined {
  const role = at.value('role');
  if (role?.role === 'replica') return { host: role.primaryHost, port: role.primaryPort };
  const host = at.info('master_host');
  const port = at.infoNumber('master_port');
  return host && port !== undefined ? { host, port } : undefined;
}

/** Whether an address, as another server names it, is that of this endpoint. */
export function standsAt(at: EndpointView, { host, port }: Address): boolean {
  if (portOf(at) !== port) return false;
  const own = hostOf(at);
  if (own === host || (isLoopback(own) && isLoopback(host))) return true;
  return at.get('connect')?.used === host || (at.get('resolve')?.addresses ?? []).some(({ address }) => address === host);
}

export const endpointAt = (target: TargetView, address: Address): EndpointView | undefined =>
  target.endpoint(addressText(address)) ?? target.endpoints.find((at) => standsAt(at, address));

/** Two endpoints lead to one process: by its run id. */
export function isSameServer(one: EndpointView, other: EndpointView): boolean {
  const id = one.info('run_id');
  return one.subject === other.subject || (id !== undefined && id === other.info('run_id'));
}

/** One history of writes: a replica keeps its former primary's replication id when it is promoted. */
export function sharesHistory(one: EndpointView, other: EndpointView): boolean {
  const ids = (at: EndpointView) => [at.info('master_replid'), at.info('master_replid2')].filter((id): id is string => id !== undefined && !/^0*$/.test(id));
  const theirs = new Set(ids(other));
  return ids(one).some((id) => theirs.has(id));
}

/** Its loopback is ours: it runs on the machine on which Rediscue runs, in the same network. */
export function isOnThisMachine(at: EndpointView): boolean {
  const process = at.get('process');
  return process ? process.ownNetwork !== false : isLoopback(hostOf(at)) || at.subject.startsWith('/');
}

/** The Sentinels that answered for a Sentinel target, each with what it says of the declared primary. */
export function sentinelsOf(target: TargetView): { at: EndpointView; primary: MonitoredPrimary | undefined }[] {
  if (target.declared?.kind !== 'sentinel') return [];
  return target.endpoints.flatMap((at) => {
    const told = at.value('sentinel');
    return told === undefined ? [] : [{ at, primary: told.primaries.find(({ name }) => name === target.declared?.primaryName) }];
  });
}

/** Sentinels that monitor the declared primary. */
export const watchersOf = (target: TargetView): { at: EndpointView; primary: MonitoredPrimary }[] =>
  sentinelsOf(target).flatMap(({ at, primary }) => (primary ? [{ at, primary }] : []));

/** Subjective or objective down, by Sentinel's flags of an instance. */
export const isFlaggedDown = ({ flags }: { flags: readonly string[] }): boolean => flags.includes('s_down') || flags.includes('o_down');

/** CKQUORUM's refusal. */
export const hasNoQuorum = ({ quorumCheck }: MonitoredPrimary): boolean => quorumCheck?.replace(/^-|^\(error\) /, '').startsWith('NOQUORUM') ?? false;

/** Where Sentinel sends the application. */
export const answeredBy = ({ answered, host, port }: MonitoredPrimary): Address => answered ?? { host, port };

/** Nothing that could be a Redis was reached there. Undefined: it was not tried, or the name server is silent. */
export function isOutOfReach(at: EndpointView): boolean | undefined {
  const resolve = at.get('resolve')?.state;
  if (resolve === 'not-found') return true;
  const connect = at.get('connect');
  if (connect === undefined) return undefined;
  if (connect.used === null && !connect.attempts.some(({ state }) => state === 'connected')) return connect.attempts.length > 0 ? true : undefined;
  const speak = at.get('speak')?.state;
  return speak === undefined ? undefined : speak === 'other' || speak === 'closed' || speak === 'reset';
}

/** Replicas as the primary lists them in INFO. */
export function replicasOf(at: EndpointView): { address: Address; state: string; offset: number | undefined; lagSeconds: number | undefined }[] {
  return Object.entries(at.value('info') ?? {}).flatMap(([field, text]) => {
    if (!/^slave\d+$/.test(field)) return [];
    const parts = new Map(text.split(',').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
    const number = (name: string) => (parts.has(name) && Number.isFinite(Number(parts.get(name))) ? Number(parts.get(name)) : undefined);
    const port = number('port');
    const host = parts.get('ip');
    return host && port !== undefined ? [{ address: { host, port }, state: parts.get('state') ?? '', offset: number('offset'), lagSeconds: number('lag') }] : [];
  });
}

/** Seconds that a restarted replica may take until its link is expected to be up: a diskless copy alone waits 5 s. */
export const settlingSeconds = 10;

/**
 * Why a link that is not up is no fault: the full copy is under way, or the primary is about to begin it
 * (it waits `repl-diskless-sync-delay`, 5 s, for more replicas), or the replica has only just started.
 */
export function syncStage(at: EndpointView): 'copying' | 'waiting' | 'starting' | null {
  if (roleOf(at) !== 'replica') return null;
  const role = at.value('role');
  const link = role?.role === 'replica' ? role.link : undefined;
  if (at.info('master_sync_in_progress') === '1' || link === 'sync') return 'copying';
  if (at.info('master_link_status') !== 'down') return null;
  const source = sourceOf(at);
  const primary = source && endpointAt(at.target, source);
  if (primary === undefined || primary.value('info') === undefined) return null;
  const own = portOf(at);
  if (replicasOf(primary).some(({ address, state }) => address.port === own && (state === 'wait_bgsave' || state === 'send_bulk'))) return 'waiting';
  const uptime = at.infoNumber('uptime_in_seconds');
  const failed = at
    .get('log')
    ?.events.some(({ kind, afterLastStart }) => afterLastStart && (kind === 'replica-auth-failed' || kind === 'replica-refused' || kind === 'replica-sync-failed'));
  return uptime !== undefined && uptime < settlingSeconds && !failed && roleOf(primary) !== undefined && link !== 'unknown' ? 'starting' : null;
}

/** The replica refuses what depends on data: `replica-serve-stale-data no` and the link is down. */
export const refusesStale = (at: EndpointView): boolean =>
  at.get('speak')?.error === 'MASTERDOWN' || at.get('write')?.error === 'MASTERDOWN' || at.get('write')?.readError === 'MASTERDOWN';

/** A Sentinel is connected to this server: it would be failed over. Undefined: the list of clients is refused and no Sentinel was asked. */
export function isWatched(at: EndpointView): boolean | undefined {
  const own = watchersOf(at.target).some(({ primary }) => standsAt(at, answeredBy(primary)) || primary.replicaList.some((replica) => standsAt(at, replica)));
  if (own) return true;
  const clients = at.value('clients');
  return clients?.entries.some(({ name }) => /^sentinel-[0-9a-f]{8}-(cmd|pubsub)$/.test(name));
}

export type ClusterView = Answer<'cluster'>;
type ClusterNode = ClusterView['nodes'][number];

/** What the nodes of a cluster say, the ones the application was told first. */
export const clusterViews = (target: TargetView): { at: EndpointView; view: ClusterView }[] =>
  target.endpoints
    .toSorted((a, b) => Number(b.isEntry) - Number(a.isEntry))
    .flatMap((at) => {
      const view = at.value('cluster');
      return view === undefined || at.info('cluster_enabled') === '0' ? [] : [{ at, view }];
    });

/** Where clients are sent for a node: its name when it announces one. A node that knows no address of its own means the one it was asked at. */
export const announcedBy = (node: ClusterNode, askedAt: EndpointView): Address => ({ host: node.hostname || node.host || hostOf(askedAt), port: node.port });

/**
 * The node is gone: the cluster says so, or it has lost its bus connection to it (which breaks at once when the
 * process ends, long before `cluster-node-timeout`) and it cannot be reached from here either.
 */
export function isNodeGone(node: ClusterNode, { at }: { at: EndpointView }): boolean {
  if (node.myself) return false;
  if (node.flags.includes('fail')) return true;
  const seen = endpointAt(at.target, announcedBy(node, at)) ?? endpointAt(at.target, node);
  return (node.flags.includes('fail?') || node.linkState !== 'connected') && seen !== undefined && isOutOfReach(seen) === true;
}
