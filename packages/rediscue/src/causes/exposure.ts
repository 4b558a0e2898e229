import type { FactData } from '../facts/index.ts';
import { hostOf, isLoopback } from './reach.ts';
import { isOnThisMachine } from './topology.ts';
import type { EndpointView } from './view.ts';

export type Container = FactData<'containers'>['containers'][number];

const proofs = ['published', 'address', 'name', 'process'] as const;

/** Containers that certainly serve this endpoint, or are made for it. */
export const servingContainers = (at: EndpointView): Container[] =>
  (at.get('containers')?.containers ?? []).filter(({ part, tiedBy }) => part === 'server' && tiedBy.some((tie) => (proofs as readonly string[]).includes(tie)));

/** The one that runs; of several the first. */
export const runningContainer = (at: EndpointView): Container | undefined => servingContainers(at).find(({ state }) => state === 'running' || state === 'paused');

/** A port binding on every interface, in the engines' ways to write it. */
export const isEveryInterface = (address: string): boolean => address === '' || address === '0.0.0.0' || address === '::' || address === '*';

/** The address that was connected to is not on this machine's loopback. */
export const usedAddress = (at: EndpointView): string | undefined => at.get('connect')?.used ?? undefined;

/** A name without a dot that is not this machine: a service of compose or Kubernetes, inside a network of its own. */
const isServiceName = (host: string): boolean => /^[a-z][\w-]*$/i.test(host) && host.toLowerCase() !== 'localhost';

/** What is said goes over a network between machines. Undefined: not connected. */
export function crossesHosts(at: EndpointView): boolean | undefined {
  const used = usedAddress(at);
  if (used === undefined) return undefined;
  if (at.get('process')?.containerId || servingContainers(at).length > 0) return false;
  return !isLoopback(used) && !used.startsWith('/') && !isOnThisMachine(at) && !isServiceName(hostOf(at));
}

/**
 * Whether clients beyond loopback get to the server, and how that is known; null: they do not. For a container only
 * what is published counts. `unknown` says what would tell.
 */
export function exposure(at: EndpointView): { how: string; unknown?: undefined } | { unknown: string } | null {
  if (at.subject.startsWith('/')) return null;
  const box = runningContainer(at);
  const protectedMode = at.config('protected-mode');
  if (box) {
    const open = box.published.find(({ hostAddress }) => !isLoopback(hostAddress));
    return open ? { how: `container ${box.name} publishes it on ${isEveryInterface(open.hostAddress) ? 'every interface' : open.hostAddress}:${open.hostPort}` } : null;
  }
  if (at.get('process')?.containerId) return { unknown: "the container engine's API: how the container's port is published" };
  const used = usedAddress(at);
  if (used !== undefined && !isLoopback(used)) {
    if (isServiceName(hostOf(at))) return { unknown: 'a look from outside the network of the containers' };
    return { how: `it answers on ${used}` };
  }
  if (protectedMode === undefined) return { unknown: 'CONFIG GET of bind and protected-mode (+config|get)' };
  if (protectedMode !== 'no') return null;
  const bind = (at.config('bind') ?? '')
    .split(/\s+/)
    .map((address) => address.replace(/^-/, ''))
    .filter((address) => address !== '');
  const beyond = bind.length === 0 ? ['*'] : bind.filter((address) => !isLoopback(address));
  return beyond.length > 0
    ? {
        how: `protected mode is off and it is bound to ${beyond.map((address) => (address === '*' || isEveryInterface(address.replace('::*', '::')) ? 'every interface' : address))[0]}`,
      }
    : null;
}
