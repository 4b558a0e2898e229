import { ownHandshake } from '../certificate.ts';
import { change, diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { noHandshake, notSpoken, tls } from '../example-parts.ts';
import { hurt } from '../reach.ts';

/** Alerts that judge a certificate of ours: bad, unsupported, revoked, expired, unknown, its authority unknown. */
const aboutCertificates = new Set([42, 43, 44, 45, 46, 48]);

export default defineCause({
  code: 'tls/client-certificate-required',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server asks for a client certificate',
  meaning: 'Redis asks every TLS client for a certificate unless `tls-auth-clients` is off. The application sent none, or one whose authority the server does not know.',
  detection:
    'The server ends the session with TLS alert 116 (certificate required) or one that judges our certificate; with TLS 1.3 it comes with the first read, after a handshake that ended well. With TLS 1.2 it is alert 40 after a request for a certificate.',
  advice: "Give the application a certificate and key that the server's `tls-ca-cert-file` vouches for, or set `tls-auth-clients no` if passwords are enough.",
  source: 'RFC 8446, section 6.2; redis.conf: tls-auth-clients',
  needs: ['tls'],
  explains: ['network/not-redis', 'process/unresponsive', 'replication/link-down'],
  detect: (at) => {
    const tls = ownHandshake(at);
    if (!tls) return null;
    const { clientCertificate, authority } = at.target.declared ?? {};
    const given = clientCertificate?.given ?? false;
    const problem = tls.ownFileProblem;
    if (problem && given && problem.file !== authority?.file)
      return {
        ...hurt(at, 'critical'),
        summary: `The client certificate or key ${problem.file} cannot be used: ${problem.reason}.`,
        evidence: ['tls', 'target'],
        remedies: [remedy('Put the file in its place and make it readable', [`ls -l ${problem.file}`], diagnoseTarget(at.target))],
      };
    const asked = tls.clientCertificateAsked === true;
    const told = tls.alert === 116 || (tls.alert !== null && aboutCertificates.has(tls.alert) && (asked || given)) || (tls.alert === 40 && asked);
    if (!told) return null;
    return {
      ...hurt(at, 'critical'),
      summary: given
        ? `${at.subject} does not accept the client certificate${clientCertificate?.file ? ` ${clientCertificate.file}` : ''} (TLS alert ${tls.alert}).`
        : `${at.subject} asks for a client certificate, and the application sends none (TLS alert ${tls.alert}).`,
      why: `${at.subject} ends the session for want of a client certificate that it trusts`,
      evidence: ['tls', 'target'],
      remedies: [
        remedy("Give the application a certificate that the server's authority signed: REDIS_TLS_CERT_FILE and REDIS_TLS_KEY_FILE", change(at.target), diagnoseTarget(at.target)),
        remedy(
          'Or let clients in without one, if passwords are enough',
          [`redis-cli -p ${at.subject.slice(at.subject.lastIndexOf(':') + 1)} --tls --cert "$CERT_FILE" --key "$KEY_FILE" --cacert "$CA_FILE" CONFIG SET tls-auth-clients no`],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'TLS 1.3: alert 116 with the first read', facts: { ...notSpoken, target: { tls: true }, tls: tls({ alert: 116, clientCertificateAsked: true }) } },
      { name: 'TLS 1.2: alert 40 after a request', facts: { ...notSpoken, target: { tls: true }, tls: noHandshake({ alert: 40, clientCertificateAsked: true }) } },
      {
        name: 'one of an authority that the server does not know',
        facts: { ...notSpoken, target: { tls: true, clientCertificate: { given: true, file: '/etc/ssl/app.pem' } }, tls: tls({ alert: 48, clientCertificateAsked: true }) },
      },
    ],
    good: [
      {
        name: 'it asks, and accepts ours',
        facts: { target: { tls: true, clientCertificate: { given: true, file: '/etc/ssl/app.pem' } }, tls: tls({ clientCertificateAsked: true }) },
      },
      { name: 'it asks for one that is optional', facts: { target: { tls: true }, tls: tls({ clientCertificateAsked: true }) } },
      { name: 'no cipher in common', facts: { ...notSpoken, target: { tls: true }, tls: noHandshake({ alert: 40, clientCertificateAsked: false }) } },
    ],
  },
});
