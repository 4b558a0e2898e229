import type { Program } from '../reading.ts';
import { mappingOf } from './merge.ts';
import { placedText, quietText, type Session, textOf } from './session.ts';
import { childOf, emptyMap, entryOf, itemsOf, type MapNode, mapOf, type Node, placeOf } from './tree.ts';

type Networks = Program['networks'];

export interface Attachment {
  networks: Networks;
  hostNetwork: boolean;
  /** Whose network it uses, when it has none of its own. */
  shared: { mode: string; with: string | null; node: Node } | null;
}

const maxDepth = 8;

/** Networks of a service: its own, the project's `default` without any, or those of the service whose network it shares. */
export function attachmentOf(session: Session, services: MapNode, name: string, service: MapNode, declared: MapNode, depth = 0): Attachment {
  const modeNode = childOf(service, 'network_mode');
  const mode = modeNode && textOf(session, modeNode);
  if (mode && mode.value !== '') return byMode(session, services, name, mode.value, mode.node, declared, depth);
  const own = entryOf(service, 'networks');
  const map = own ? mappingOf(own.value) : emptyMap(service);
  if (map.entries.size === 0)
    return { networks: [{ name: 'default', aliases: [], place: placeOf(own?.key ?? services.entries.get(name)?.key ?? service) }], hostNetwork: false, shared: null };
  if (!session.spend(map.entries.size, map)) return { networks: [], hostNetwork: false, shared: null };
  const networks: Networks = [...map.entries].map(([network, { key, value }]) => {
    if (network !== 'default' && depth === 0 && !declared.entries.has(network)) session.dangling('network', network, name, key);
    return { name: network, aliases: textsOf(session, childOf(value, 'aliases')), place: placeOf(key) };
  });
  return { networks, hostNetwork: false, shared: null };
}

function byMode(session: Session, services: MapNode, name: string, mode: string, node: Node, declared: MapNode, depth: number): Attachment {
  if (mode === 'host') return { networks: [], hostNetwork: true, shared: null };
  const other = /^service:(.+)$/.exec(mode)?.[1];
  if (other !== undefined) {
    const target = mapOf(childOf(services, other));
    if (!target && depth === 0) session.dangling('service', other, name, node);
    const theirs = target && depth < maxDepth ? attachmentOf(session, services, other, target, declared, depth + 1) : null;
    return { networks: theirs?.networks ?? [], hostNetwork: theirs?.hostNetwork ?? false, shared: { mode, with: other, node } };
  }
  if (mode.startsWith('container:')) return { networks: [], hostNetwork: false, shared: { mode, with: null, node } };
  // `none` is a network of its own that nobody else is in; any other name is a network of the engine.
  return { networks: [{ name: mode === 'none' ? `none of ${name}` : mode, aliases: [], place: placeOf(node) }], hostNetwork: false, shared: null };
}

function textsOf(session: Session, node: Node | undefined): string[] {
  return itemsOf(node).flatMap((item) => {
    const text = item.kind === 'scalar' ? textOf(session, item)?.value : undefined;
    return text ? [text] : [];
  });
}

/** Names that all services of the project reach it by. `links`: names that links of others give it. */
export function reachedAs(session: Session, name: string, service: MapNode, networks: Networks, links: readonly string[]): string[] {
  const names = [name, placedText(session, childOf(service, 'container_name'))?.value, placedText(session, childOf(service, 'hostname'))?.value];
  return [...new Set([...names, ...networks.flatMap(({ aliases }) => aliases), ...links].filter((each): each is string => each !== undefined))];
}

export interface Link {
  service: string;
  alias: string | null;
  node: Node;
}

export function linksOf(service: MapNode): Link[] {
  return itemsOf(childOf(service, 'links')).flatMap((node) => {
    const [other = '', alias = null] = (quietText(node) ?? '').split(':');
    return other === '' ? [] : [{ service: other, alias, node }];
  });
}

/** `name:address` and `name=address`, in a list or a map. */
export function extraHosts(service: MapNode): { name: string; address: string }[] {
  const node = childOf(service, 'extra_hosts');
  if (node?.kind === 'map') return [...node.entries].map(([name, { value }]) => ({ name, address: quietText(value) ?? '' }));
  return itemsOf(node).flatMap((item) => {
    const match = /^([^:=]+)[:=](.+)$/.exec(quietText(item) ?? '');
    return match ? [{ name: match[1] ?? '', address: match[2] ?? '' }] : [];
  });
}
