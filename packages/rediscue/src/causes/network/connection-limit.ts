import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { answered, notSpoken, serverProcess } from '../example-parts.ts';
import { hurt, portOf } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import type { EndpointView } from '../view.ts';

/** Who holds the most connections, as far as any account could see it. */
function holders(at: EndpointView): string {
  const clients = at.value('clients');
  const most = clients?.byAddress.toSorted((a, b) => b.count - a.count).slice(0, 3) ?? [];
  return most.length === 0 ? '' : ` Most are held by ${most.map(({ address, count }) => `${address} (${count})`).join(', ')}.`;
}

export default defineCause({
  code: 'network/connection-limit',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server takes no more connections',
  meaning:
    'As many clients are connected as `maxclients` or the descriptor limit allows. New connections are answered with an error and closed; those that are open go on working, so part of the application looks well.',
  detection:
    'A new connection is answered with `-ERR max number of clients reached`, the counter `rejected_connections` grows during the look, or the process has used up its descriptors. A limit that was reached earlier and is not now is no fault.',
  advice: 'Close what leaks connections (see who holds them), give the applications a bounded pool, then raise `maxclients` if they really need more.',
  source: 'redis.io, "Redis client handling": maximum concurrent connected clients',
  needs: ['speak', 'rates'],
  explains: ['process/unresponsive', 'replication/link-down'],
  detect: (at) => {
    const speak = at.get('speak');
    const refused = speak?.state === 'resp' && /max number of (clients|cluster connections|clients \+ cluster connections) reached/i.test(speak.reply ?? '');
    const rejecting = (at.rate('rejected_connections') ?? 0) > 0;
    const process = at.get('process');
    const starved =
      speak?.state === 'silent' && process?.isServer === true && process.openFiles !== null && process.openFilesLimit !== null && process.openFiles >= process.openFilesLimit;
    if (!refused && !rejecting && !starved) return null;
    const limit = at.configNumber('maxclients') ?? at.infoNumber('maxclients');
    const connected = at.infoNumber('connected_clients') ?? at.value('clients')?.total;
    const files = process && process.openFiles !== null && process.openFilesLimit !== null ? `${process.openFiles} of ${process.openFilesLimit} descriptors used` : null;
    const figures = [connected !== undefined && limit !== undefined ? `${connected} of ${limit}` : limit !== undefined ? `limit ${limit}` : null, files].filter(
      (each) => each !== null,
    );
    return {
      ...hurt(at, 'critical'),
      summary: `${at.subject} takes no more connections: ${starved && !refused ? 'its descriptors are used up' : 'the limit of clients is reached'}${figures.length > 0 ? ` (${figures.join(', ')})` : ''}.${holders(at)}`,
      why: `the limit of connections of ${at.subject} is reached`,
      evidence: ['speak', 'rates', 'clients', ...(starved ? (['process'] as const) : [])],
      remedies: [
        remedy(
          `See who holds the connections (run where the server runs: it lets no new client in)`,
          [`ss -Htn state established 'sport = :${portOf(at) ?? ''}' | awk '{print $4}' | sed 's/:[0-9]*$//' | sort | uniq -c | sort -rn`],
          diagnoseTarget(at.target),
          'safe',
          'kill-clients',
        ),
        remedy(
          'Raise the limit, if the clients really need more',
          [`${redisCli(at)} CONFIG SET maxclients ${(limit ?? 10000) * 2}`, `${redisCli(at)} CONFIG REWRITE`],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'the new connection is refused', facts: answered('ERR max number of clients reached') },
      { name: 'the limit of a cluster node', facts: answered('ERR max number of clients + cluster connections reached') },
      {
        name: 'others are being refused right now',
        facts: {
          rates: { value: { delta: { rejected_connections: 4 } } },
          info: { value: { connected_clients: '50', maxclients: '50' } },
          config: { value: { values: { maxclients: '50' } } },
        },
      },
      {
        name: 'no descriptor is left to accept with',
        facts: {
          ...notSpoken,
          speak: { state: 'silent', reply: null, error: null, protocol: null, firstBytes: null },
          process: serverProcess({ openFiles: 64, openFilesLimit: 64 }),
        },
      },
    ],
    good: [
      { name: 'connections were rejected once, long ago', facts: { info: { value: { rejected_connections: '31' } } } },
      { name: 'many clients, room for more', facts: { info: { value: { connected_clients: '9000' } } } },
    ],
  },
});
