import type { Place } from '../../facts/index.ts';
import type { Manifest } from './manifest.ts';
import { type Selector, selectorAt } from './selector.ts';
import { at, itemsAt, type Node, numberAt, textAt, textsAt } from './tree.ts';

/** Data of an object `kubernetes-network-policy`. */
export interface NetworkPolicy {
  name: string;
  namespace: string | null;
  variant: string | null;
  file: string;
  place: Place;
  /** Pods that it is for; an empty one means all of the namespace. */
  selector: Selector;
  /** Programs of its set that it is for. */
  programs: string[];
  /** Null: this direction is not restricted. An empty list lets nothing through. */
  ingress: PolicyRule[] | null;
  egress: PolicyRule[] | null;
}

/** Lets traffic through between the pods and any of the peers, at any of the ports. */
interface PolicyRule {
  /** Null: everybody. */
  peers: PolicyPeer[] | null;
  /** Null: every port. */
  ports: { port: number | string | null; endPort: number | null; protocol: string }[] | null;
  place: Place;
}

interface PolicyPeer {
  /** Null without one: all pods of the namespaces that are meant. */
  pods: Selector | null;
  /** Null: the policy's own namespace. */
  namespaces: Selector | null;
  addresses: { cidr: string; except: string[] } | null;
}

/** Null when it is no network policy. */
export function networkPolicyOf(manifest: Manifest): NetworkPolicy | null {
  const { kind, root, name, namespace, variant, file, place } = manifest;
  if (kind !== 'NetworkPolicy' || !/^(networking\.k8s\.io|extensions)\//.test(manifest.apiVersion)) return null;
  const spec = at(root, 'spec');
  const declared = textsAt(spec, 'policyTypes');
  // Without types, ingress is always restricted, and egress where there are rules for it.
  const types = declared.length > 0 ? declared : ['Ingress', ...(at(spec, 'egress') ? ['Egress'] : [])];
  return {
    name,
    namespace,
    variant,
    file,
    place,
    selector: selectorAt(spec, 'podSelector'),
    programs: [],
    ingress: types.includes('Ingress') ? itemsAt(spec, 'ingress').map((item) => ruleOf(item, 'from')) : null,
    egress: types.includes('Egress') ? itemsAt(spec, 'egress').map((item) => ruleOf(item, 'to')) : null,
  };
}

function ruleOf(item: Node, side: 'from' | 'to'): PolicyRule {
  const [peers, ports] = [itemsAt(item, side), itemsAt(item, 'ports')];
  return {
    peers: peers.length === 0 ? null : peers.map(peerOf),
    ports:
      ports.length === 0
        ? null
        : ports.map((port) => ({ port: numberAt(port, 'port') ?? textAt(port, 'port'), endPort: numberAt(port, 'endPort'), protocol: textAt(port, 'protocol') ?? 'TCP' })),
    place: item.place,
  };
}

function peerOf(peer: Node): PolicyPeer {
  const cidr = textAt(peer, 'ipBlock', 'cidr');
  return {
    pods: at(peer, 'podSelector') ? selectorAt(peer, 'podSelector') : null,
    namespaces: at(peer, 'namespaceSelector') ? selectorAt(peer, 'namespaceSelector') : null,
    addresses: cidr === null ? null : { cidr, except: textsAt(peer, 'ipBlock', 'except') },
  };
}
