import { livePlace } from '../../declared/kubernetes/live.ts';
import type { FactData } from '../../facts/index.ts';
import { fields, list, number, text, texts } from '../runtime/json.ts';
import type { Json } from './api.ts';
import { addressesOf, labelsOf, nameOf, selectorFits } from './namespace.ts';

type Denial = FactData<'kubernetes'>['denials'][number];

interface Pod {
  pod: Json;
  namespace: string;
}

/**
 * Policies that forbid the way from one pod to a port of another: a pod that some policy selects for a direction lets through
 * only what one of them allows. What hangs on labels of namespaces that are not known counts as allowed.
 */
export function denialsOf(context: string, from: Pod, to: Pod, port: number | null, policies: { from: readonly Json[] | null; to: readonly Json[] | null }): Denial[] {
  const judge = (direction: 'ingress' | 'egress', own: Pod, other: Pod, all: readonly Json[] | null): Denial[] => {
    const restricting = (all ?? []).filter((policy) => isFor(policy, direction) && selectorFits(fields(fields(policy.spec).podSelector), labelsOf(own.pod)));
    const rules = restricting.flatMap((policy) => list(fields(policy.spec)[direction]).map(fields));
    if (restricting.length === 0 || rules.some((rule) => allows(rule, direction === 'ingress' ? 'from' : 'to', own, other, port, to.pod))) return [];
    return restricting
      .slice(0, 4)
      .map((policy) => ({ policy: nameOf(policy), direction, place: livePlace(context, own.namespace, 'networkpolicy', nameOf(policy)), pod: nameOf(own.pod) }));
  };
  return [...judge('egress', from, to, policies.from), ...judge('ingress', to, from, policies.to)];
}

function isFor({ spec }: Json, direction: 'ingress' | 'egress'): boolean {
  const types = texts(fields(spec).policyTypes);
  // The API fills them in; an old object may lack them.
  if (types.length === 0) return direction === 'ingress' || fields(spec).egress !== undefined;
  return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
}

function allows(rule: Json, side: 'from' | 'to', own: Pod, other: Pod, port: number | null, server: Json): boolean {
  const ports = list(rule.ports).map(fields);
  if (ports.length > 0 && port !== null && !ports.some((each) => isPort(each, port, server))) return false;
  const peers = list(rule[side]).map(fields);
  return peers.length === 0 || peers.some((peer) => isPeer(peer, own, other));
}

function isPort({ port: wanted, endPort, protocol }: Json, port: number, server: Json): boolean {
  if (protocol !== undefined && protocol !== 'TCP') return false;
  if (wanted === undefined) return true;
  if (typeof wanted === 'number') return wanted === port || (number(endPort) !== null && wanted <= port && port <= (number(endPort) ?? 0));
  return list(fields(server.spec).containers)
    .flatMap((box) => list(fields(box).ports).map(fields))
    .some(({ name, containerPort }) => name === wanted && containerPort === port);
}

function isPeer(peer: Json, own: Pod, other: Pod): boolean {
  if (peer.ipBlock !== undefined) {
    // How a plugin sees the address of a pod differs: only a block that cannot hold it is a no.
    const cidr = text(fields(peer.ipBlock).cidr) ?? '';
    return addressesOf(other.pod).length === 0 || addressesOf(other.pod).some((address) => isWithin(address, cidr));
  }
  if (peer.podSelector !== undefined && !selectorFits(fields(peer.podSelector), labelsOf(other.pod))) return false;
  if (peer.namespaceSelector === undefined) return own.namespace === other.namespace;
  const selector = fields(peer.namespaceSelector);
  const known = new Map([['kubernetes.io/metadata.name', other.namespace]]);
  const keys = [...Object.keys(fields(selector.matchLabels)), ...list(selector.matchExpressions).flatMap((each) => text(fields(each).key) ?? [])];
  // Labels that people give to namespaces are not read.
  return keys.some((key) => !known.has(key)) || selectorFits(selector, known);
}

/** Of IPv6 nothing is said: it counts as within. */
function isWithin(address: string, cidr: string): boolean {
  const [base = '', length = '32'] = cidr.split('/');
  const [one, other] = [bitsOf(address), bitsOf(base)];
  if (one === null || other === null) return true;
  const shift = 32 - Number(length);
  return shift >= 32 || one >>> shift === other >>> shift;
}

function bitsOf(address: string): number | null {
  const parts = address.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part <= 255) ? parts.reduce((bits, part) => ((bits << 8) | part) >>> 0, 0) : null;
}
