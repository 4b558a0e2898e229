import { networkInterfaces } from 'node:os';
import type { Endpoint } from '../../declared/target/types.ts';
import type { ProbeContext } from '../context.ts';
import type { Reached } from '../interface.ts';

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/** Loopback, or the address that stands for all of a machine's own: a client that is told either reaches this machine. */
export const isLoopbackOrAny = (address: string) => /^127\./.test(plain(address)) || plain(address) === '::1' || /^0\.0\.0\.0$|^::$/.test(plain(address));

let own: Set<string> | undefined;
function ownAddresses(): Set<string> {
  own ??= new Set(
    Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .map(({ address }) => plain(address)),
  );
  return own;
}

/** Addresses that the endpoint stands for, as far as this run has learned them. */
export function addressesFor(endpoint: Endpoint, target: string, reached: Reached, context: ProbeContext): string[] {
  const resolved = context.get('resolve', endpoint.subject, target)?.addresses.map(({ address }) => address) ?? [];
  return [...new Set([reached.remoteAddress, ...resolved, endpoint.host].filter((address) => address !== null).map(plain))];
}

/** Whether the endpoint's address is one of this machine's. */
export function isLocal(endpoint: Endpoint, addresses: readonly string[], reached: Reached): boolean {
  if (endpoint.path !== null) return true;
  if (reached.remoteAddress !== null)
    return isLoopbackOrAny(reached.remoteAddress) || plain(reached.remoteAddress) === plain(reached.localAddress ?? '') || ownAddresses().has(plain(reached.remoteAddress));
  return endpoint.host === 'localhost' || addresses.some((address) => isLoopbackOrAny(address) || ownAddresses().has(address));
}
