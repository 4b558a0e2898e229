import type { PlaceLook } from '../facts/index.ts';
import type { EndpointView, TargetView } from './view.ts';

/** What the application's own containers saw of it. */
export const looksFrom = (at: EndpointView): readonly PlaceLook[] => at.get('place')?.looks ?? [];

/** A container of the application that does not get there, whatever this machine does. */
export const cutOff = (at: EndpointView): PlaceLook | undefined => looksFrom(at).find(({ reaches }) => !reaches);

/** The application's containers get there: what this machine sees otherwise is not its fault. */
export const isReachedInPlace = (at: EndpointView): boolean => looksFrom(at).length > 0 && cutOff(at) === undefined;

export const isTargetReachedInPlace = ({ entries }: TargetView): boolean => entries.length > 0 && entries.every(isReachedInPlace);

/** `, seen from the container shop-app-1`; empty for what this machine saw itself. */
export function seenFrom(at: EndpointView, probe: 'resolve' | 'connect' | 'speak'): string {
  const from = at.get(probe)?.from;
  return from === undefined ? '' : `, seen from the container ${from}`;
}

/** Names that stand in every hosts file, or that engines write into it: the container's own, and those of the machine. */
const isUsualInHostsFile = (host: string): boolean => /^(localhost|127\..*|::1|(host|gateway)\.(docker|containers)\.internal)$/i.test(host);

/** The container's hosts file leads it to another address than the name has in its network, where the server answers. */
export function misledByHostsFile(at: EndpointView, host: string): PlaceLook | undefined {
  if (at.get('place')?.difference !== 'only-this-machine' || isUsualInHostsFile(host)) return undefined;
  return looksFrom(at).find(({ reaches, byHostsFile }) => byHostsFile && !reaches);
}
