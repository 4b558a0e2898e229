import { speaksTls } from '../certificate.ts';
import { change, places, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { noHandshake, notSpoken, tls } from '../example-parts.ts';
import { hurt } from '../reach.ts';

const hangsUp = { state: 'closed', reply: null, error: null, protocol: null, firstBytes: null } as const;

export default defineCause({
  code: 'tls/server-expects-tls',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The application speaks plain text to a TLS port',
  meaning: 'The server waits for a TLS handshake and hangs up on anything else. Clients report a closed connection, with no word of TLS.',
  detection: 'The plain attempt failed, and a TLS handshake on the same port was answered (with a certificate or an alert), or the first bytes were a TLS alert.',
  advice: 'Use `rediss://` (or the TLS switch) and give the authority of the server, or use the plain port if there is one.',
  needs: ['speak', 'tls'],
  explains: ['network/not-redis', 'process/unresponsive', 'replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    if (at.target.declared?.tls || !speaksTls(at)) return null;
    const issuer = at.get('tls')?.certificate?.issuer;
    const secure = at.target.name.replace(/^(redis|valkey|sentinel|cluster):/, '$1s:');
    return {
      ...hurt(at, 'critical'),
      summary: `${at.subject} speaks TLS only, and ${sourceText(at.target)} asks for a plain connection.`,
      why: `${at.subject} hangs up on plain text and answers a TLS handshake`,
      evidence: ['tls', 'speak'],
      where: places(at.target).slice(0, 1),
      remedies: [remedy(`Ask for TLS: ${secure}${issuer ? `, and trust ${issuer}` : ''}`, change(at.target), `rediscue diagnose '${secure}'`)],
    };
  },
  examples: {
    bad: [
      {
        name: 'it hangs up on plain text and has a certificate',
        facts: { ...notSpoken, speak: hangsUp, tls: tls({ asked: false, verifyError: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', issuerTrusted: false }) },
      },
      { name: 'it answers plain text with a TLS alert', facts: { ...notSpoken, speak: { state: 'other', reply: null, error: null, protocol: 'tls', firstBytes: '.....F' } } },
      { name: 'the counter-check ended with an alert for want of a client certificate', facts: { ...notSpoken, speak: hangsUp, tls: noHandshake({ asked: false, alert: 116 }) } },
    ],
    good: [
      { name: 'it hangs up on both', facts: { ...notSpoken, speak: hangsUp, tls: noHandshake({ asked: false, state: 'closed' }) } },
      {
        name: 'a web server behind TLS says so in plain text',
        facts: { ...notSpoken, speak: { state: 'other', reply: null, error: null, protocol: 'http', firstBytes: 'HTTP/1.1 400 Bad Request' }, tls: tls({ asked: false }) },
      },
      { name: 'plain text works', facts: {} },
      {
        name: 'a stopped server answers neither',
        facts: { ...notSpoken, speak: { ...hangsUp, state: 'silent' }, tls: noHandshake({ asked: false, state: 'silent', plainAnswer: 'silent' }) },
      },
    ],
  },
});
