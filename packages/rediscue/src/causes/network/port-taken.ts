import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { logOf, notSpoken, serverProcess, unconnected } from '../example-parts.ts';
import { isUsable, portOf } from '../reach.ts';
import type { EndpointView } from '../view.ts';

/** Who listens on the port now, as far as this machine shows it. */
function holder(at: EndpointView): string | null {
  const process = at.get('process');
  if (process?.tiedBy === 'listener') return `${process.name} (pid ${process.pid})`;
  const listener = at.get('listeners')?.onPort[0];
  return listener?.name ? `${listener.name}${listener.pid === null ? '' : ` (pid ${listener.pid})`}` : null;
}

export default defineCause({
  code: 'network/port-taken',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server cannot start: another process holds its port',
  meaning: 'The server was started, found its port in use, and ended. Whoever holds the port answers in its place, or nobody does any more.',
  detection:
    "The last start in the server's log ends with `Address already in use`, and what answers on the port now is not that server. A log line of a second start beside a server that works is no fault.",
  advice: 'Stop the process that holds the port, or give the server another port and tell the application.',
  source: 'Redis log: `Could not create server TCP listening socket …: bind: Address already in use`',
  needs: ['log'],
  explains: [
    'network/not-redis',
    'network/nothing-listening',
    'process/not-running',
    'process/unresponsive',
    'container/exited',
    'container/restart-loop',
    'auth/password-wrong',
    'auth/password-missing',
    'auth/server-has-no-password',
  ],
  detect: (at) => {
    const log = at.get('log');
    const event = log?.events.findLast((each) => each.kind === 'bind-in-use' && each.afterLastStart);
    if (!log || !event || log.ended === 'ready' || isUsable(at)) return null;
    const port = portOf(at);
    if (event.detail.port !== undefined && port !== null && Number(event.detail.port) !== port) return null;
    const process = at.get('process');
    // Another Redis that was there before the failed start holds the port; one that came later took over well.
    if (process?.isServer && process.startedAt !== null && event.at !== null && process.startedAt > event.at) return null;
    const by = holder(at);
    return {
      summary: `The server of ${at.subject} cannot start: ${by ?? 'another process'} ${by === null ? 'held' : 'holds'} its port${port === null ? '' : ` ${port}`} (${log.file}${event.line === null ? '' : `:${event.line}`}).`,
      why: `the server found port ${port ?? at.subject} in use and ended`,
      evidence: ['log', ...(process ? (['process'] as const) : []), ...(at.get('listeners') ? (['listeners'] as const) : [])],
      where: [event.line === null ? { file: log.file } : { file: log.file, line: event.line }],
      remedies: [
        remedy(
          by === null ? 'See who holds the port; if nobody does any more, start the server again' : `Stop ${by}, then start the server again`,
          [`ss -ltnp 'sport = :${port ?? ''}'`, ...(process && !process.isServer ? [`kill ${process.pid}`] : [])],
          diagnoseTarget(at.target),
          'disruptive',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a web server took the port',
        facts: {
          ...notSpoken,
          speak: { state: 'other', reply: null, error: null, protocol: 'http', firstBytes: 'HTTP/1.1 400 Bad Request' },
          process: serverProcess({ pid: 321, isServer: false, name: 'python3', executable: '/usr/bin/python3.11' }),
          log: logOf('exited', { kind: 'started', text: 'Redis is starting' }, { kind: 'bind-in-use', text: 'bind: Address already in use', detail: { port: '6379' } }),
        },
      },
      {
        name: 'whoever held it is gone, the server did not come back',
        facts: { ...unconnected('refused'), log: logOf('exited', { kind: 'bind-in-use', text: 'bind: Address already in use' }) },
      },
      {
        name: 'another Redis with another password holds it',
        facts: {
          ...notSpoken,
          auth: { openWithoutLogin: false, tries: [], outcome: 'rejected', acceptsAnything: false, userSeen: null },
          process: serverProcess({ startedAt: '2026-11-01T00:00:00.000Z' }),
          log: logOf('exited', { kind: 'bind-in-use', text: 'bind: Address already in use', detail: { port: '6379' } }),
        },
      },
    ],
    good: [
      {
        name: 'a second start was refused, the first server works',
        facts: { process: serverProcess(), log: logOf('exited', { kind: 'bind-in-use', text: 'bind: Address already in use' }) },
      },
      {
        name: 'it was in use once, and the later start went well',
        facts: { log: logOf('ready', { kind: 'bind-in-use', text: 'bind: Address already in use' }, { kind: 'ready', text: 'Ready to accept connections' }) },
      },
    ],
  },
});
