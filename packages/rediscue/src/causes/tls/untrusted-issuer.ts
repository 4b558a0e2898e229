import { isUntrusted, ownHandshake, showCertificate } from '../certificate.ts';
import { change, diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { certificate, noHandshake, notSpoken, tls } from '../example-parts.ts';
import { hurt } from '../reach.ts';

const setting = 'REDIS_TLS_CA_FILE (or ssl_ca_certs= in the URL)';

export default defineCause({
  code: 'tls/untrusted-issuer',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The certificate does not lead to a trusted authority',
  meaning: 'The server signed its certificate itself, or a private authority did that the application was not given. A client that verifies ends the handshake.',
  detection:
    "OpenSSL's judgement of the chain (`SELF_SIGNED_CERT_IN_CHAIN`, `UNABLE_TO_GET_ISSUER_CERT_LOCALLY`, …), or an authority file that cannot be used. Dates and names are other codes.",
  advice: 'Give the application the authority that signed the certificate. Switching verification off would let anybody in between read and answer.',
  source: 'openssl-verification-options(1)',
  needs: ['tls'],
  explains: ['replication/link-down'],
  detect: (at) => {
    const tls = ownHandshake(at);
    if (!tls || tls.verificationOff) return null;
    const { authority } = at.target.declared ?? {};
    const problem = tls.ownFileProblem;
    if (problem && authority?.given && (authority.file === null || authority.file === problem.file))
      return {
        ...hurt(at, 'critical'),
        summary: `The authority file ${problem.file} that should prove ${at.subject} cannot be used: ${problem.reason}.`,
        evidence: ['tls', 'target'],
        remedies: [
          remedy(
            'Put the authority in its place and make it readable',
            [`ls -l ${problem.file}`, `openssl x509 -in ${problem.file} -noout -subject -dates`],
            diagnoseTarget(at.target),
          ),
        ],
      };
    if (problem || !isUntrusted(tls)) return null;
    const shown = tls.certificate;
    const who = shown ? (shown.selfSigned ? `is self-signed (${shown.subject})` : `was issued by ${shown.issuer}`) : 'leads to no known authority';
    return {
      ...hurt(at, 'critical'),
      summary: `The certificate of ${at.subject} ${who}, which ${authority?.given ? `the given authority${authority.file ? ` ${authority.file}` : ''} does not vouch for` : 'is not a trusted authority here'} (${tls.verifyError ?? 'not trusted'})${tls.nameMismatch ? '; it is for another name too' : ''}.`,
      why: `the certificate of ${at.subject} leads to no trusted authority`,
      evidence: ['tls', 'target'],
      remedies: [remedy(`Give the application the authority that signed it: ${setting}`, [showCertificate(at), ...change(at.target)], diagnoseTarget(at.target))],
    };
  },
  examples: {
    bad: [
      {
        name: 'a private authority that was not given',
        facts: { ...notSpoken, target: { tls: true }, tls: tls({ verifyError: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', issuerTrusted: false }) },
      },
      {
        name: 'self-signed',
        facts: {
          ...notSpoken,
          target: { tls: true },
          tls: tls({ verifyError: 'DEPTH_ZERO_SELF_SIGNED_CERT', issuerTrusted: null, certificate: certificate({ selfSigned: true, issuer: 'CN=redis.example' }) }),
        },
      },
      {
        name: 'another authority was given',
        facts: {
          ...notSpoken,
          target: { tls: true, authority: { given: true, file: '/etc/ssl/other-ca.pem' } },
          tls: tls({ verifyError: 'SELF_SIGNED_CERT_IN_CHAIN', issuerTrusted: false }),
        },
      },
      {
        name: 'the authority file is missing',
        facts: {
          ...notSpoken,
          target: { tls: true, authority: { given: true, file: '/etc/ssl/ca.pem' } },
          tls: noHandshake({ ownFileProblem: { file: '/etc/ssl/ca.pem', reason: 'no such file' } }),
        },
      },
    ],
    good: [
      { name: 'the private authority was given', facts: { target: { tls: true, authority: { given: true, file: '/etc/ssl/ca.pem' } }, tls: tls() } },
      {
        name: 'trusted, but expired',
        facts: { ...notSpoken, target: { tls: true }, tls: tls({ verifyError: 'CERT_HAS_EXPIRED', certificate: certificate({ validTo: '2026-11-01T00:00:00.000Z' }) }) },
      },
      { name: 'only the counter-check of a plain connection saw it', facts: { tls: tls({ asked: false, verifyError: 'DEPTH_ZERO_SELF_SIGNED_CERT', issuerTrusted: false }) } },
      { name: 'the application verifies nothing', facts: { target: { tls: true }, tls: tls({ verificationOff: true, issuerTrusted: false }) } },
    ],
  },
});
