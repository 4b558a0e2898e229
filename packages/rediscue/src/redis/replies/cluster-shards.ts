import { type Reply, text } from '../resp.ts';
import { clipped, fields, list, number, portOf } from './shape.ts';

interface ShardNode {
  id: string;
  /** What clients should use: the preferred endpoint of the server; null when it says that it does not know. */
  endpoint: string | null;
  ip: string;
  hostname: string | null;
  port: number | null;
  tlsPort: number | null;
  role: 'primary' | 'replica';
  offset: number | undefined;
  health: string;
}

interface Shard {
  slots: { from: number; to: number }[];
  nodes: ShardNode[];
}

/** CLUSTER SHARDS (7.0 and newer), as a map of RESP3 or flat lists of RESP2. */
export function parseClusterShards(reply: Reply): Shard[] | undefined {
  const shards = list(reply);
  if (shards === undefined) return undefined;
  const found: Shard[] = [];
  for (const shard of shards.slice(0, 1000)) {
    const named = fields(shard);
    const nodes = list(named?.get('nodes'));
    if (named === undefined || nodes === undefined) continue;
    const bounds = (list(named.get('slots')) ?? []).map(number);
    const slots: Shard['slots'] = [];
    for (let i = 0; i + 1 < bounds.length; i += 2) {
      const [from, to] = [bounds[i], bounds[i + 1]];
      if (from !== undefined && to !== undefined) slots.push({ from, to });
    }
    found.push({ slots, nodes: nodes.slice(0, 1000).flatMap((node) => parseNode(node) ?? []) });
  }
  return found.length > 0 || shards.length === 0 ? found : undefined;
}

function parseNode(reply: Reply): ShardNode | undefined {
  const named = fields(reply);
  const id = clipped(named?.get('id'), 64);
  if (named === undefined || id === undefined) return undefined;
  const role = text(named.get('role'));
  const endpoint = clipped(named.get('endpoint'), 256);
  return {
    id,
    endpoint: endpoint === undefined || endpoint === '' || endpoint === '?' ? null : endpoint,
    ip: clipped(named.get('ip'), 64) ?? '',
    hostname: clipped(named.get('hostname'), 256) || null,
    port: portOf(named.get('port')) ?? null,
    tlsPort: portOf(named.get('tls-port')) ?? null,
    role: role === 'master' || role === 'primary' ? 'primary' : 'replica',
    offset: number(named.get('replication-offset')),
    health: clipped(named.get('health'), 32) ?? 'unknown',
  };
}
