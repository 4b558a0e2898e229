import type { Address, Parts } from '../target/index.ts';

type Place = Pick<Parts, 'addresses' | 'path'>;

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|0\.0\.0\.0)$/i;

const isSameHost = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase() || (loopback.test(a) && loopback.test(b));

const isSameAddress = (a: Address, b: Address): boolean => a.port === b.port && isSameHost(a.host, b.host);

/** Both name at least one server in common, so that what is said of one holds for the other. */
export function isSameServer(a: Place, b: Place): boolean {
  if (a.path !== null || b.path !== null) return a.path === b.path;
  return a.addresses.some((address) => b.addresses.some((other) => isSameAddress(address, other)));
}

export function sharesHost(a: Place, b: Place): boolean {
  return a.addresses.some((address) => b.addresses.some((other) => isSameHost(address.host, other.host)));
}
