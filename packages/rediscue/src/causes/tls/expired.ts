import { dayOf, daysUntil, ownHandshake, showCertificate } from '../certificate.ts';
import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { certificate, notSpoken, tls } from '../example-parts.ts';
import { hurt } from '../reach.ts';

export default defineCause({
  code: 'tls/expired',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The certificate is past its end',
  meaning: 'Every client that verifies refuses the server from that moment on; connections that were open go on until they break.',
  detection: "The certificate's end lies before now, or OpenSSL says `CERT_HAS_EXPIRED` of the chain (then an authority in it may be the one that ended).",
  advice: 'Renew the certificate and load it: Redis takes new files by CONFIG SET, without a restart.',
  needs: ['tls'],
  explains: ['replication/link-down'],
  detect: (at) => {
    const tls = ownHandshake(at);
    if (!tls || tls.verificationOff) return null;
    const end = tls.certificate?.validTo;
    const passed = end !== undefined && daysUntil(at, end) < 0;
    if (!passed && tls.verifyError !== 'CERT_HAS_EXPIRED') return null;
    return {
      ...hurt(at, 'critical'),
      summary: passed
        ? `The certificate of ${at.subject} (${tls.certificate?.subject}) expired on ${dayOf(end)}.`
        : `A certificate in the chain of ${at.subject} has expired: that of its authority${tls.certificate ? ` ${tls.certificate.issuer}` : ''}.`,
      why: `the certificate of ${at.subject} is past its end`,
      evidence: ['tls'],
      remedies: [
        remedy(
          'Put a renewed certificate and key in place, then load them without a restart',
          [
            showCertificate(at),
            `redis-cli --tls -p ${at.subject.slice(at.subject.lastIndexOf(':') + 1)} --insecure CONFIG SET tls-cert-file "$CERT_FILE" tls-key-file "$KEY_FILE"`,
          ],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'the certificate ended',
        facts: { ...notSpoken, target: { tls: true }, tls: tls({ verifyError: 'CERT_HAS_EXPIRED', certificate: certificate({ validTo: '2026-11-19T00:00:00.000Z' }) }) },
      },
      { name: 'its authority ended', facts: { ...notSpoken, target: { tls: true }, tls: tls({ verifyError: 'CERT_HAS_EXPIRED' }) } },
    ],
    good: [
      { name: 'it ends tomorrow', facts: { target: { tls: true }, tls: tls({ certificate: certificate({ validTo: '2026-11-21T12:00:00.000Z' }) }) } },
      {
        name: 'it has not begun',
        facts: { ...notSpoken, target: { tls: true }, tls: tls({ verifyError: 'CERT_NOT_YET_VALID', certificate: certificate({ validFrom: '2026-12-01T00:00:00.000Z' }) }) },
      },
      {
        name: 'the application does not use TLS',
        facts: { tls: tls({ asked: false, verifyError: 'CERT_HAS_EXPIRED', certificate: certificate({ validTo: '2026-11-19T00:00:00.000Z' }) }) },
      },
    ],
  },
});
