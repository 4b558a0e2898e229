import { linkOf, namesIn, readProc } from './proc.ts';

/** A listening TCP socket. */
export interface Listener {
  /** `0.0.0.0`, `::`, `127.0.0.1`, … */
  address: string;
  port: number;
  inode: number;
}

const listening = '0A';

/** Addresses in /proc/net are 32-bit words in the machine's byte order, which is little-endian wherever Node runs. */
export function parseAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)).reverse());
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (mapped) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (((bytes[index * 2] as number) << 8) | (bytes[index * 2 + 1] as number)).toString(16));
  return shorten(groups);
}

/** The longest run of zero groups becomes `::`. */
function shorten(groups: readonly string[]): string {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < groups.length; at++) {
    let length = 0;
    while (groups[at + length] === '0') length++;
    if (length > best.length) best = { at, length };
  }
  if (best.at < 0) return groups.join(':');
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
}

/** Listening sockets in a text of `/proc/<pid>/net/tcp` or `tcp6`. */
export function parseListeners(text: string): Listener[] {
  const found: Listener[] = [];
  for (const line of text.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [address, port] = fields[1]?.split(':') ?? [];
    if (fields[3] !== listening || !address || !port) continue;
    found.push({ address: parseAddress(address), port: Number.parseInt(port, 16), inode: Number(fields[9]) });
  }
  return found;
}

/** Listening TCP sockets of a process's network namespace; null when it cannot be read. */
export function listenersOf(pid: number | 'self'): Listener[] | null {
  const four = readProc(`/proc/${pid}/net/tcp`);
  const six = readProc(`/proc/${pid}/net/tcp6`);
  return four === null && six === null ? null : [...parseListeners(four ?? ''), ...parseListeners(six ?? '')];
}

/** Inodes of unix sockets that are bound to a path, listening ones first. */
export function unixInodes(path: string): number[] {
  const found: { inode: number; isListening: boolean }[] = [];
  for (const line of (readProc('/proc/net/unix') ?? '').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    if (fields.slice(7).join(' ') === path) found.push({ inode: Number(fields[6]), isListening: (Number.parseInt(fields[3] ?? '0', 16) & 0x10000) !== 0 });
  }
  return found.sort((a, b) => Number(b.isListening) - Number(a.isListening)).map(({ inode }) => inode);
}

/** Socket inodes that a process holds open; null when it may not be looked into. */
export function socketsOf(pid: number): Set<number> | null {
  const names = namesIn(`/proc/${pid}/fd`);
  if (names === null) return null;
  const inodes = new Set<number>();
  for (const name of names) {
    const match = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${name}`) ?? '');
    if (match) inodes.add(Number(match[1]));
  }
  return inodes;
}

/** IP addresses of a process's network namespace: what counts as local there. */
export function addressesOf(pid: number | 'self'): Set<string> {
  const addresses = new Set<string>();
  const routes = (readProc(`/proc/${pid}/net/fib_trie`) ?? '').split('\n');
  for (const [index, line] of routes.entries()) {
    if (!/\/32 host LOCAL/.test(line)) continue;
    const address = /\|--\s+(\d+\.\d+\.\d+\.\d+)/.exec(routes[index - 1] ?? '')?.[1];
    if (address) addresses.add(address);
  }
  for (const line of (readProc(`/proc/${pid}/net/if_inet6`) ?? '').split('\n')) {
    const hex = /^([0-9a-f]{32}) /.exec(line)?.[1];
    if (hex) addresses.add(shorten((hex.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16))));
  }
  return addresses;
}
