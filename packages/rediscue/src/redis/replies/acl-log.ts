import { type Reply, text } from '../resp.ts';
import { parseClientLine } from './client-list.ts';
import { clipped, fields, list, number } from './shape.ts';

export interface AclLogLine {
  count: number;
  reason: 'auth' | 'command' | 'key' | 'channel' | 'other';
  /** Command, key or channel. */
  object: string;
  username: string;
  ageSeconds: number;
  /** Address of the client, empty when unknown. */
  client: string;
  clientName: string;
  /** `toplevel`, `multi`, `lua`, `module`. */
  context: string;
}

const most = 128;
const reasons = ['auth', 'command', 'key', 'channel'] as const;

/** ACL LOG, newest first. Entries without count or object are left out. */
export function parseAclLog(reply: Reply): AclLogLine[] | undefined {
  const entries = list(reply);
  if (entries === undefined) return undefined;
  const found: AclLogLine[] = [];
  for (const entry of entries.slice(0, most)) {
    const named = fields(entry);
    const count = number(named?.get('count'));
    const object = clipped(named?.get('object'), 256);
    const ageSeconds = number(named?.get('age-seconds'));
    if (named === undefined || count === undefined || object === undefined || ageSeconds === undefined) continue;
    const reason = text(named.get('reason'));
    const client = parseClientLine(text(named.get('client-info')) ?? '');
    found.push({
      count,
      reason: reasons.find((known) => known === reason) ?? 'other',
      object,
      username: clipped(named.get('username'), 128) ?? '',
      ageSeconds,
      client: client?.address ?? '',
      clientName: client?.name ?? '',
      context: clipped(named.get('context'), 32) ?? '',
    });
  }
  return found.length > 0 || entries.length === 0 ? found : undefined;
}
