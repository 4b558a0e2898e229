import { defineCause } from '../define.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { atLeast } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

const mebibyte = 1048576;

/** Clients that hold replies that they do not read. Replicas are another matter: their buffers are part of replication. */
function held(at: EndpointView): { total: number; worst: { address: string; name: string; command: string; bytes: number } | null } | null {
  const entries = at.value('clients')?.entries.filter(({ flags }) => !flags.includes('S'));
  if (entries === undefined) {
    const normal = at.infoNumber('mem_clients_normal');
    return normal === undefined ? null : { total: normal, worst: null };
  }
  const worst = entries.toSorted((a, b) => b.outputBufferBytes - a.outputBufferBytes)[0];
  return {
    total: entries.reduce((sum, { outputBufferBytes }) => sum + outputBufferBytes, 0),
    worst: worst === undefined ? null : { address: worst.address, name: worst.name, command: worst.command, bytes: worst.outputBufferBytes },
  };
}

export default defineCause({
  code: 'memory/client-buffers',
  severity: 'error',
  scope: 'endpoint',
  title: "Clients' output buffers hold the memory",
  meaning: 'Replies that a client does not read fast enough wait in the memory of the server, and count against `maxmemory`: keys are evicted or writes refused for them.',
  detection:
    'CLIENT LIST (or INFO): the output buffers of ordinary clients hold at least 16 MiB and a quarter of the used memory. Names the worst client. Typical are MONITOR, a slow subscriber, and huge replies over a slow line.',
  advice: 'End the client that does not read, limit the buffers (`client-output-buffer-limit`, `maxmemory-clients`), and ask for less at a time.',
  source: 'redis.io, "Redis client handling", output buffer limits',
  needs: ['clients', 'info'],
  explains: ['memory/full-noeviction', 'memory/near-limit', 'memory/eviction-churn'],
  detect: (at) => {
    const found = held(at);
    const used = at.infoNumber('used_memory');
    if (found === null || used === undefined || found.total < 16 * mebibyte || found.total < used / 4) return null;
    const { worst } = found;
    const who = worst === null ? '' : `; most by ${worst.name ? `${worst.name} at ` : ''}${worst.address} (${bytes(worst.bytes)}, last command ${worst.command})`;
    const cli = redisCli(at);
    return {
      summary: `Replies that clients do not read hold ${bytes(found.total)} of the ${bytes(used)} of ${at.subject}${who}.`,
      evidence: ['clients', 'info'],
      remedies: [
        ...(worst === null
          ? []
          : [
              {
                title: 'End the client that does not read',
                commands: [`${cli} CLIENT KILL ADDR ${worst.address}`],
                risk: 'disruptive' as const,
                runbook: 'kill-client',
                verify: diagnoseAgain(at),
              },
            ]),
        {
          title: 'Limit what clients may hold',
          commands: [
            ...(atLeast(at, 7, 0) ? [`${cli} CONFIG SET maxmemory-clients 10%`] : []),
            `${cli} CONFIG SET client-output-buffer-limit "normal 64mb 16mb 60 pubsub 32mb 8mb 60"`,
            `${cli} CONFIG REWRITE`,
          ],
          risk: 'disruptive',
          runbook: null,
          verify: `${cli} INFO memory | grep mem_clients_normal`,
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a MONITOR that is not read',
        facts: {
          info: { value: { used_memory: '209715200', mem_clients_normal: '125829120' } },
          clients: {
            value: {
              entries: [
                {
                  id: 7,
                  address: '192.0.2.30:51000',
                  name: 'debugger',
                  user: 'default',
                  ageSeconds: 600,
                  idleSeconds: 590,
                  command: 'monitor',
                  outputBufferBytes: 115343360,
                  queryBufferBytes: 0,
                  totalBytes: 115400000,
                  flags: 'O',
                  library: '',
                },
              ],
            },
          },
        },
      },
      { name: 'CLIENT LIST is refused', facts: { clients: { state: 'refused', reply: 'NOPERM' }, info: { value: { used_memory: '104857600', mem_clients_normal: '62914560' } } } },
    ],
    good: [
      {
        name: "a replica's buffer during a full copy",
        facts: {
          clients: {
            value: {
              entries: [
                {
                  id: 7,
                  address: '192.0.2.31:51000',
                  name: '',
                  user: 'default',
                  ageSeconds: 20,
                  idleSeconds: 0,
                  command: 'psync',
                  outputBufferBytes: 115343360,
                  queryBufferBytes: 0,
                  totalBytes: 115400000,
                  flags: 'S',
                  library: '',
                },
              ],
            },
          },
        },
      },
      { name: 'many clients with small buffers', facts: { info: { value: { mem_clients_normal: '9000000' } } } },
    ],
  },
});
