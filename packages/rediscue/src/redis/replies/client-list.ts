import { type Reply, text } from '../resp.ts';
import { clip, numberOf } from './shape.ts';

/** One connection of CLIENT LIST. What a version does not show is undefined. */
export interface ClientLine {
  id: number | undefined;
  address: string;
  name: string;
  user: string;
  ageSeconds: number | undefined;
  idleSeconds: number | undefined;
  command: string;
  /** `omem`: the list of replies that wait; `obl`-sized fixed buffers are part of `tot-mem` only. */
  outputBufferBytes: number | undefined;
  queryBufferBytes: number | undefined;
  /** `tot-mem`, since 6.2. */
  totalBytes: number | undefined;
  flags: string;
  library: string;
}

const most = 20_000;

/** CLIENT LIST: one line a connection, `name=value` separated by spaces. Lines without an address are left out. */
export function parseClientList(reply: Reply): ClientLine[] | undefined {
  const whole = text(reply);
  if (whole === undefined || typeof reply === 'number' || typeof reply === 'bigint') return undefined;
  const clients: ClientLine[] = [];
  let at = 0;
  while (at < whole.length && clients.length < most) {
    const end = whole.indexOf('\n', at);
    const client = parseClientLine(whole.slice(at, end === -1 ? whole.length : end));
    at = end === -1 ? whole.length : end + 1;
    if (client) clients.push(client);
  }
  return clients.length > 0 || whole.trim() === '' ? clients : undefined;
}

/** One line; also the client of an ACL LOG entry. */
export function parseClientLine(line: string): ClientLine | undefined {
  const parts = new Map<string, string>();
  for (const part of line.trim().split(' ')) {
    const equals = part.indexOf('=');
    if (equals > 0) parts.set(part.slice(0, equals), part.slice(equals + 1));
  }
  const address = parts.get('addr');
  if (address === undefined) return undefined;
  const count = (name: string) => numberOf(parts.get(name));
  return {
    id: count('id'),
    address: clip(address, 160),
    name: clip(parts.get('name') ?? '', 128),
    user: clip(parts.get('user') ?? '', 128),
    ageSeconds: count('age'),
    idleSeconds: count('idle'),
    command: clip(parts.get('cmd') ?? '', 64),
    outputBufferBytes: count('omem'),
    queryBufferBytes: count('qbuf'),
    totalBytes: count('tot-mem'),
    flags: clip(parts.get('flags') ?? '', 32),
    library: clip([parts.get('lib-name'), parts.get('lib-ver')].filter(Boolean).join(' '), 128),
  };
}
