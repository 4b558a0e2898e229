import { speaksPlain } from '../certificate.ts';
import { change, diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { noHandshake, notSpoken, tls } from '../example-parts.ts';
import { hurt } from '../reach.ts';

export default defineCause({
  code: 'tls/server-is-plaintext',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The application speaks TLS to a plain port',
  meaning: 'A plain Redis takes the ClientHello for an unfinished command and waits: no alert, no log line, no close. The application hangs until its own time limit.',
  detection: 'The TLS handshake gets no answer, and a second try in plain text on the same port is answered in RESP. Silence to both is process/unresponsive.',
  advice: 'Use `redis://` for this port, or switch TLS on at the server (`tls-port`, certificate, key) if the path is not trusted.',
  source: 'Measured with Redis 7.0.15: silence',
  needs: ['tls'],
  explains: ['process/unresponsive', 'network/not-redis', 'replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    if (!speaksPlain(at)) return null;
    const plain = at.target.name.replace(/^(redis|valkey|sentinel|cluster)s:/, '$1:');
    return {
      ...hurt(at, 'critical'),
      summary: `${at.subject} speaks plain text, and ${sourceText(at.target)} asks for TLS: the handshake ${at.get('tls')?.state === 'silent' ? 'is never answered' : 'fails'}.`,
      why: `${at.subject} answers plain text and no TLS handshake`,
      evidence: ['tls'],
      where: places(at.target).slice(0, 1),
      remedies: [
        remedy(`Connect without TLS, if the path is trusted: ${plain}`, change(at.target), `rediscue diagnose '${plain}'`),
        remedy(
          'Or switch TLS on at the server',
          ['grep -nE "^(tls-port|tls-cert-file|tls-key-file|tls-ca-cert-file|port)" /etc/redis/redis.conf'],
          diagnoseTarget(at.target),
          'disruptive',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'silence to the handshake, PONG to plain text',
        facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ state: 'silent', plainAnswer: 'resp' }) },
      },
      {
        name: 'a server that answers the handshake with an error reply',
        facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ code: 'ERR_SSL_WRONG_VERSION_NUMBER', plainAnswer: 'resp' }) },
      },
    ],
    good: [
      { name: 'TLS works', facts: { target: { tls: true }, tls: tls() } },
      { name: 'silence to both', facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ state: 'silent', plainAnswer: 'silent' }) } },
      { name: 'HTTP on that port', facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ code: 'ERR_SSL_WRONG_VERSION_NUMBER', plainAnswer: 'other' }) } },
    ],
  },
});
