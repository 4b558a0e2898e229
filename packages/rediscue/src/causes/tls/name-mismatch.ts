import { isUntrusted, ownHandshake, showCertificate } from '../certificate.ts';
import { change, diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { certificate, notSpoken, tls } from '../example-parts.ts';
import { hostOf, hurt } from '../reach.ts';

/** `DNS:cache.internal` and `IP Address:10.0.0.1` as a person writes them. */
const bare = (name: string): string => name.replace(/^(DNS|IP Address|IP|URI):/, '');

export default defineCause({
  code: 'tls/name-mismatch',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The certificate is for another name',
  meaning: 'The chain is good, but the certificate does not name the host that the application asked for. A verifying client cannot tell it from an impostor.',
  detection:
    'Neither the alternative names nor the subject of the certificate fit the declared host. Where the chain itself is not trusted, tls/untrusted-issuer is told first: no client would look at the name.',
  advice: 'Connect by a name that the certificate holds, or issue one that holds this name.',
  source: 'RFC 6125',
  needs: ['tls'],
  explains: ['replication/link-down'],
  detect: (at) => {
    const tls = ownHandshake(at);
    if (!tls?.nameMismatch || tls.verificationOff || isUntrusted(tls)) return null;
    const held = (tls.certificate?.altNames ?? []).map(bare);
    const names = held.length > 0 ? held.join(', ') : tls.certificate?.subject;
    const usable = held.find((name) => !name.startsWith('*'));
    return {
      ...hurt(at, 'critical'),
      summary: `The certificate of ${at.subject} is for ${names ?? 'another name'}, not for ${hostOf(at)}.`,
      why: `the certificate does not name ${hostOf(at)}`,
      evidence: ['tls'],
      remedies: [
        remedy(
          usable ? `Connect by a name that it holds, for example ${usable}` : 'Connect by a name that it holds',
          [...(usable ? [`getent hosts ${usable}`] : []), ...change(at.target)],
          diagnoseTarget(at.target),
        ),
        remedy(`Or issue a certificate that names ${hostOf(at)}`, [showCertificate(at)], diagnoseTarget(at.target), 'disruptive'),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a good certificate for another host',
        facts: {
          ...notSpoken,
          target: { tls: true },
          tls: tls({ nameMismatch: true, code: 'ERR_TLS_CERT_ALTNAME_INVALID', certificate: certificate({ subject: 'CN=cache.internal', altNames: ['DNS:cache.internal'] }) }),
        },
      },
      { name: 'the address is not in it', facts: { endpoints: { '192.0.2.10:6379': { ...notSpoken, target: { tls: true }, tls: tls({ nameMismatch: true }) } } } },
    ],
    good: [
      { name: 'the name fits', facts: { target: { tls: true }, tls: tls() } },
      {
        name: 'the chain is not trusted in the first place',
        facts: { ...notSpoken, target: { tls: true }, tls: tls({ nameMismatch: true, verifyError: 'DEPTH_ZERO_SELF_SIGNED_CERT', issuerTrusted: false }) },
      },
    ],
  },
});
