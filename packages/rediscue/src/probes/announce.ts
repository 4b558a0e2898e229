import { networkInterfaces } from 'node:os';
import type { Endpoint, Target } from '../declared/target/types.ts';
import type { Answer } from '../facts/index.ts';
import { numberOf, parseInfoReplicas } from '../redis/index.ts';
import type { ProbeContext } from './context.ts';
import type { Announced, Announcements } from './interface.ts';

/** Servers of one kind that one server may send us to. */
const mostNodes = 32;
const mostPrimaries = 4;

/**
 * The servers that a server's facts name. What Sentinel and cluster announce is taken as it is, because clients go there
 * too. What replication names is an address between servers: a loopback address there is that machine's, not ours.
 */
export const announcements: Announcements = (endpoint, target, context) => {
  const name = target.fact.name;
  const value = <K extends 'sentinel' | 'cluster' | 'role' | 'info'>(probe: K): Answer<K> | undefined => {
    const fact = context.get(probe, endpoint.subject, name) as { state: string; value?: Answer<K> } | undefined;
    return fact?.state === 'ok' ? fact.value : undefined;
  };
  const sentinel = value('sentinel');
  if (sentinel !== undefined) return ofSentinel(sentinel, target.fact.primaryName);
  const cluster = value('cluster');
  if (cluster !== undefined) return ofCluster(cluster);
  const replication = ofReplication(value('role'), value('info'));
  return [...ofName(endpoint, target, context), ...(isHere(endpoint, name, context) ? replication : replication.filter(({ endpoint: announced }) => !isLoopback(announced.host)))];
};

function ofSentinel({ primaries }: Answer<'sentinel'>, wanted: string | null): Announced[] {
  const chosen = wanted === null ? primaries.slice(0, mostPrimaries) : primaries.filter((primary) => primary.name === wanted);
  const found: Announced[] = [];
  const add = (as: Announced['as'], host: string, port: number) => {
    const endpoint = endpointAt(host, port);
    if (endpoint !== null) found.push({ endpoint, as, from: 'sentinel' });
  };
  for (const primary of chosen) {
    if (primary.answered !== null) add('primary', primary.answered.host, primary.answered.port);
    for (const { host, port } of primary.replicaList.slice(0, mostNodes)) add('replica', host, port);
    for (const { host, port } of primary.sentinelList.slice(0, mostNodes)) add('sentinel', host, port);
  }
  return found;
}

function ofCluster({ nodes }: Answer<'cluster'>): Announced[] {
  return nodes
    .filter((node) => !node.myself && !node.flags.includes('noaddr') && !node.flags.includes('handshake'))
    .slice(0, mostNodes)
    .flatMap((node) => {
      const endpoint = endpointAt(node.host, node.port);
      return endpoint === null ? [] : [{ endpoint, as: 'node' as const, from: 'cluster' as const }];
    });
}

/**
 * Several servers may stand behind one name, and each connection gets to another of them. The two families of one host
 * are no such case, and with TLS the name is needed.
 */
function ofName(endpoint: Endpoint, { fact }: Target, context: ProbeContext): Announced[] {
  const connect = context.get('connect', endpoint.subject, fact.name);
  const used = connect?.used;
  if (!connect || !used || fact.tls || fact.kind !== 'server' || endpoint.path !== null) return [];
  const others = connect.attempts.filter(({ address, state }) => state === 'connected' && address !== used && address.includes(':') === used.includes(':'));
  return others.flatMap(({ address }) => {
    const other = endpointAt(address, endpoint.port);
    return other === null ? [] : [{ endpoint: other, as: 'entry' as const, from: 'name' as const }];
  });
}

/** By ROLE and by INFO: INFO alone is what many accounts may ask. */
function ofReplication(role: Answer<'role'> | undefined, info: Answer<'info'> | undefined): Announced[] {
  const found: Announced[] = [];
  const add = (as: Announced['as'], host: string | undefined, port: number | undefined) => {
    const endpoint = host === undefined || port === undefined ? null : endpointAt(host, port);
    if (endpoint !== null && found.length < mostNodes) found.push({ endpoint, as, from: 'replication' });
  };
  if (role?.role === 'replica') add('primary', role.primaryHost, role.primaryPort);
  else add('primary', info?.master_host, numberOf(info?.master_port));
  // ROLE leaves out a replica until it has acknowledged for the first time.
  if (role?.role === 'primary') for (const { host, port } of role.replicas) add('replica', host, port);
  if (info !== undefined)
    for (const { host, port } of parseInfoReplicas(new Map(Object.entries(info))))
      if (!found.some(({ endpoint }) => endpoint.host === host && endpoint.port === port)) add('replica', host, port);
  return found;
}

/** Null for what is no address: an empty host, or the port 0 of a server without a plain port. */
function endpointAt(host: string, port: number): Endpoint | null {
  if (host === '' || host === '?' || /[\s/]/.test(host) || !Number.isInteger(port) || port < 1 || port > 65535) return null;
  return { subject: `${host.includes(':') ? `[${host}]` : host}:${port}`, host, port, path: null };
}

const isLoopback = (host: string): boolean => /^(127\.|::1$|localhost$|::ffff:127\.)/i.test(host);

/** Whether the server is on this machine, as far as the address tells that was connected to. */
function isHere(endpoint: Endpoint, target: string, context: ProbeContext): boolean {
  if (endpoint.path !== null) return true;
  const used = context.get('connect', endpoint.subject, target)?.used ?? endpoint.host;
  if (isLoopback(used)) return true;
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === used));
}
