import type { FactData } from '../../facts/index.ts';
import { type ClientLine, parseClientList } from '../../redis/index.ts';
import { isOurs } from './own-traces.ts';
import { answer, defineServerProbe } from './question.ts';
import type { ServerView } from './server-view.ts';

/** As many connections cost the server about as much as INFO does. */
const few = 100;
const mostEntries = 100;

/**
 * Connections. The list costs O(connections), so it is asked of a server with many of them only when they are
 * themselves suspect: near the limit, or holding memory that is missing elsewhere.
 */
export const clients = defineServerProbe({
  id: 'clients',
  since: null,
  permission: '+client|list',
  cost: 'O(connections): at most 100, more only when INFO shows that the connections are the trouble',
  unless: (server) => {
    const connected = server.number('connected_clients');
    if (connected === undefined || connected <= few || areSuspect(connected, server)) return null;
    return `${connected} connections, and nothing in INFO points at them: listing them would cost the server more than it tells`;
  },
  commands: () => [['CLIENT', 'LIST']],
  read: ([outcome], server) =>
    answer(outcome, (reply) => {
      const lines = parseClientList(reply);
      return lines === undefined ? undefined : summary(lines.filter((line) => !isOurs(line.name, line.address, server)));
    }),
});

function areSuspect(connected: number, server: ServerView): boolean {
  const limit = server.number('maxclients');
  if (limit !== undefined && connected >= limit * 0.8) return true;
  const held = server.number('mem_clients_normal');
  const used = server.number('used_memory');
  const large = held !== undefined && used !== undefined && held >= 32 * 1024 * 1024 && held >= used * 0.1;
  const output = server.number('client_recent_max_output_buffer') ?? server.number('client_longest_output_list');
  return large || (output !== undefined && output >= 16 * 1024 * 1024);
}

type Entry = Extract<FactData<'clients'>, { state: 'ok' }>['value']['entries'][number];

function summary(lines: readonly ClientLine[]): { total: number; entries: Entry[]; byAddress: { address: string; count: number }[]; byUser: { user: string; count: number }[] } {
  const entries = lines.flatMap((line) => entryOf(line) ?? []);
  entries.sort((a, b) => b.totalBytes - a.totalBytes || b.ageSeconds - a.ageSeconds);
  return {
    total: lines.length,
    entries: entries.slice(0, mostEntries),
    byAddress: counted(lines.map((line) => hostOf(line.address))).map(([address, count]) => ({ address, count })),
    byUser: counted(lines.map((line) => line.user).filter((user) => user !== '')).map(([user, count]) => ({ user, count })),
  };
}

function entryOf(line: ClientLine): Entry | undefined {
  const { id, ageSeconds, idleSeconds, outputBufferBytes, queryBufferBytes } = line;
  if (ageSeconds === undefined || idleSeconds === undefined || outputBufferBytes === undefined || queryBufferBytes === undefined) return undefined;
  return {
    // Before 2.8.12 a connection has no number.
    id: id ?? 0,
    address: line.address,
    name: line.name,
    user: line.user,
    ageSeconds,
    idleSeconds,
    command: line.command,
    outputBufferBytes,
    queryBufferBytes,
    // Before 6.2 the sum of the two buffers is all that is known.
    totalBytes: line.totalBytes ?? outputBufferBytes + queryBufferBytes,
    flags: line.flags,
    library: line.library,
  };
}

/** Without the port; the path of a unix socket stays. */
function hostOf(address: string): string {
  const colon = address.lastIndexOf(':');
  return colon === -1 ? address : address.slice(0, colon).replace(/^\[|\]$/g, '');
}

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 100);
}
