import { change, diagnoseTarget, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { noHandshake, notSpoken, serverProcess } from '../example-parts.ts';
import { hurt, portOf } from '../reach.ts';
import type { EndpointView } from '../view.ts';

const names: Record<string, string> = {
  http: 'an HTTP server',
  postgresql: 'PostgreSQL',
  mysql: 'MySQL or MariaDB',
  memcached: 'memcached',
  ssh: 'an SSH server',
  smtp: 'a mail server',
  imap: 'a mail server (IMAP)',
  pop3: 'a mail server (POP3)',
  ftp: 'an FTP server',
  amqp: 'RabbitMQ or another AMQP broker',
  nats: 'NATS',
};

/** Programs that pass connections on: behind them a Redis may well stand. */
const passesOn =
  /^(docker-proxy|rootlessport|rootlesskit|conmon|slirp4netns|pasta|passt|gvproxy|haproxy|envoy|nginx|traefik|stunnel4?|ghostunnel|ssh|sshd|autossh|socat|kubectl|twemproxy|nutcracker|predixy|cloud_sql_proxy|tailscaled|systemd|xinetd|inetd)$/;

/** The name of the process that listens, when it is known to be no Redis and to pass nothing on. */
function stranger(at: EndpointView): string | null {
  const process = at.get('process');
  if (process?.tiedBy !== 'listener' || process.isServer || passesOn.test(process.name)) return null;
  return `${process.name}, pid ${process.pid}`;
}

/** It hung up on everything that was tried, in plain text and, where the application asked for it, in TLS. */
function hangsUp(at: EndpointView): boolean {
  const speak = at.get('speak');
  const tls = at.get('tls');
  // A certificate or an alert shows that TLS is spoken there; what ended it is a TLS code then.
  if (tls && (tls.certificate !== null || tls.alert !== null || tls.plainAnswer === 'resp')) return false;
  return speak ? speak.state === 'closed' || speak.state === 'reset' : tls?.asked === true && tls.state !== 'ok' && tls.plainAnswer === 'closed';
}

/** What answers instead of Redis, as a noun; null when it may be Redis. */
function other(at: EndpointView): string | null {
  const speak = at.get('speak');
  const tls = at.get('tls');
  if (speak?.state === 'resp') return null;
  const process = stranger(at);
  if (speak?.state === 'other' && speak.protocol !== 'tls') {
    const named = (speak.protocol && names[speak.protocol]) ?? 'a server of another protocol';
    return `${named}${process ? ` (${process})` : ''}`;
  }
  // Behind a handshake that the application did not ask for Redis may stand.
  if (speak?.protocol === 'tls' || (tls?.asked === false && tls.state === 'ok')) return null;
  const runs = at.get('process');
  // Redis sends a reply in one piece; only something that is none sends byte after byte.
  if (speak?.state === 'dribble') return process ?? (runs?.isServer ? null : 'a server that sends single bytes and never ends a reply');
  if (hangsUp(at)) {
    const passedOn = (runs !== undefined && process === null) || at.get('containers')?.containers.some((each) => each.part === 'server');
    return process ?? (passedOn ? null : 'a server that hangs up without a word');
  }
  return speak?.state === 'silent' ? process : null;
}

export default defineCause({
  code: 'network/not-redis',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Something else answers on that port',
  meaning: 'The port is open, and what listens there is not Redis: the port number is wrong, or another program took it.',
  detection:
    'The first bytes belong to another protocol (HTTP, PostgreSQL, MySQL, …), the connection is closed without a byte, or the process that listens is known to be another program. A server that stays silent and may be Redis is process/unresponsive; one that speaks TLS is tls/server-expects-tls.',
  advice: 'Correct the port where it is declared, or move the other program away from it.',
  needs: ['speak'],
  explains: ['replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    const what = other(at);
    if (what === null) return null;
    const speak = at.get('speak');
    const bytes = speak?.firstBytes ? ` Its first bytes: ${JSON.stringify(speak.firstBytes.slice(0, 40))}.` : '';
    const port = portOf(at);
    return {
      ...hurt(at, 'critical'),
      summary: `Not Redis but ${what} answers on ${at.subject}.${bytes}`,
      why: `on ${at.subject} answers ${what}`,
      evidence: ['speak', 'tls', 'process'],
      remedies: [
        remedy(`Correct the port in ${sourceText(at.target)}`, change(at.target), diagnoseTarget(at.target)),
        ...(at.get('process') && port !== null ? [remedy('See who holds the port', [`ss -ltnp 'sport = :${port}'`], diagnoseTarget(at.target))] : []),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'HTTP', facts: { ...notSpoken, speak: { state: 'other', reply: null, error: null, protocol: 'http', firstBytes: 'HTTP/1.1 400 Bad Request' } } },
      { name: 'MySQL greets first', facts: { ...notSpoken, speak: { state: 'other', reply: null, error: null, protocol: 'mysql', firstBytes: 'J...8.0.36' } } },
      { name: 'it resets the connection', facts: { ...notSpoken, speak: { state: 'reset', reply: null, error: null, protocol: null, firstBytes: null } } },
      {
        name: 'it hangs up on a TLS handshake and on plain text',
        facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ code: 'ECONNRESET', plainAnswer: 'closed' }) },
      },
      { name: 'it hangs up without a word', facts: { ...notSpoken, speak: { state: 'closed', reply: null, error: null, protocol: null, firstBytes: null } } },
      {
        name: 'a silent listener that is known to be another program',
        facts: {
          ...notSpoken,
          speak: { state: 'silent', reply: null, error: null, protocol: null, firstBytes: null },
          process: serverProcess({ isServer: false, name: 'postgres', executable: '/usr/lib/postgresql/15/bin/postgres' }),
        },
      },
    ],
    good: [
      {
        name: 'a stopped Redis is silent',
        facts: { ...notSpoken, speak: { state: 'silent', reply: null, error: null, protocol: null, firstBytes: null }, process: serverProcess({ state: 'T' }) },
      },
      {
        name: 'a TLS port hangs up on plain text',
        facts: {
          ...notSpoken,
          speak: { state: 'closed', reply: null, error: null, protocol: null, firstBytes: null },
          tls: {
            asked: false,
            state: 'ok',
            protocol: 'TLSv1.3',
            cipher: null,
            certificate: null,
            verifyError: null,
            issuerTrusted: null,
            verificationOff: false,
            nameMismatch: false,
            alert: null,
            code: null,
            reason: null,
            clientCertificateAsked: null,
            plainAnswer: null,
            ownFileProblem: null,
          },
        },
      },
      {
        name: 'silence behind a proxy decides nothing',
        facts: {
          ...notSpoken,
          speak: { state: 'silent', reply: null, error: null, protocol: null, firstBytes: null },
          process: serverProcess({ isServer: false, name: 'haproxy' }),
        },
      },
      { name: 'an error reply is still Redis', facts: {} },
    ],
  },
});
