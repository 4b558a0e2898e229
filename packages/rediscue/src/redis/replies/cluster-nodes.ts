import { type Reply, text } from '../resp.ts';
import { clip, numberOf } from './shape.ts';

export interface ClusterNode {
  id: string;
  /** Empty when the node does not know its own address yet (`:7000`), or none is known (`noaddr`). */
  host: string;
  port: number;
  busPort: number | null;
  hostname: string | null;
  role: 'primary' | 'replica';
  primaryId: string | null;
  myself: boolean;
  /** Beside role and myself: `fail?`, `fail`, `handshake`, `noaddr`, `nofailover`. */
  flags: string[];
  linkState: string;
  /** Number of slots that it owns. */
  slots: number;
}

const most = 1000;

/** CLUSTER NODES: one line a node. The address has grown from `ip:port` over `ip:port@bus` to `ip:port@bus,host,shard-id=…`. */
export function parseClusterNodes(reply: Reply): ClusterNode[] | undefined {
  const whole = text(reply);
  if (whole === undefined) return undefined;
  const nodes: ClusterNode[] = [];
  for (const line of whole.split('\n', most)) {
    const node = parseLine(line.trim());
    if (node) nodes.push(node);
  }
  return nodes.length > 0 ? nodes : undefined;
}

function parseLine(line: string): ClusterNode | undefined {
  const [id, where, flagList, primary, , , , linkState, ...slots] = line.split(' ');
  if (!id || !/^[0-9a-f]{40}$/.test(id) || where === undefined || flagList === undefined) return undefined;
  const [address = '', ...extras] = where.split(',');
  const parts = /^(.*):(\d{1,5})(?:@(\d{1,5}))?$/.exec(address);
  if (parts === null) return undefined;
  const flags = flagList.split(',').map((flag) => clip(flag, 32));
  const hostname = extras[0];
  return {
    id,
    host: clip((parts[1] ?? '').replace(/^\[(.*)\]$/, '$1'), 256),
    port: Number(parts[2]),
    busPort: parts[3] === undefined ? null : Number(parts[3]),
    // Without a host name the place is empty, and later parts have a name: `,,shard-id=…`.
    hostname: hostname && !hostname.includes('=') ? clip(hostname, 256) : null,
    role: flags.includes('slave') || flags.includes('replica') ? 'replica' : 'primary',
    primaryId: primary && /^[0-9a-f]{40}$/.test(primary) ? primary : null,
    myself: flags.includes('myself'),
    flags: flags.filter((flag) => !['myself', 'master', 'primary', 'slave', 'replica', 'noflags', ''].includes(flag)),
    linkState: clip(linkState ?? 'unknown', 32),
    slots: countSlots(slots),
  };
}

/** `0-5460`, `7`; slots in motion (`[93-<-id]`) are counted where they still are. */
function countSlots(ranges: readonly string[]): number {
  let count = 0;
  for (const range of ranges) {
    const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range) ?? [];
    const from = numberOf(first);
    const to = numberOf(last ?? first);
    if (from !== undefined && to !== undefined && to >= from && to < 16384) count += to - from + 1;
  }
  return Math.min(count, 16384);
}
