import { ownHandshake } from '../certificate.ts';
import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { noHandshake, notSpoken, tls } from '../example-parts.ts';
import { hurt } from '../reach.ts';

const codes =
  /UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|NO_PROTOCOLS_AVAILABLE|VERSION_TOO_LOW|VERSION_TOO_HIGH|NO_SHARED_CIPHER|NO_CIPHERS_AVAILABLE|ALERT_HANDSHAKE_FAILURE|ALERT_INSUFFICIENT_SECURITY|NO_SUITABLE_SIGNATURE_ALGORITHM|NO_SHARED_GROUP|UNSUPPORTED_SSL_VERSION|WRONG_SSL_VERSION/;

export default defineCause({
  code: 'tls/no-common-protocol',
  severity: 'critical',
  scope: 'endpoint',
  title: 'No protocol version or cipher in common',
  meaning: 'Client and server each allow TLS, but not one version or cipher that both do: an old server with a current client, or settings that are too narrow on one side.',
  detection: 'The handshake ends with TLS alert 70, 71 or 40 without a request for a client certificate, or OpenSSL says so itself.',
  advice: 'Widen `tls-protocols` or `tls-ciphers` on the server to what current clients speak: TLS 1.2 and 1.3.',
  source: 'RFC 8446, section 6.2: 40 handshake_failure, 70 protocol_version, 71 insufficient_security',
  needs: ['tls'],
  explains: ['network/not-redis', 'process/unresponsive', 'replication/link-down'],
  detect: (at) => {
    const tls = ownHandshake(at);
    if (!tls || tls.state === 'ok' || tls.plainAnswer === 'resp' || tls.ownFileProblem) return null;
    const told = tls.alert === 70 || tls.alert === 71 || (tls.alert === 40 && tls.clientCertificateAsked !== true) || (tls.alert === null && codes.test(tls.code ?? ''));
    if (!told) return null;
    const what = tls.alert === 70 || /VERSION|PROTOCOL/.test(tls.code ?? '') ? 'no protocol version' : tls.alert === 40 ? 'no protocol version or cipher' : 'no cipher';
    return {
      ...hurt(at, 'critical'),
      summary: `Client and ${at.subject} have ${what} in common (${tls.alert === null ? tls.code : `TLS alert ${tls.alert}`}).`,
      why: `the TLS handshake with ${at.subject} finds ${what} in common`,
      evidence: ['tls'],
      remedies: [
        remedy(
          'See what the server allows',
          [`openssl s_client -connect ${at.subject} -tls1_3 </dev/null`, `openssl s_client -connect ${at.subject} -tls1_2 </dev/null`],
          diagnoseTarget(at.target),
        ),
        remedy(
          'Allow current versions on the server',
          [`redis-cli --tls -p ${at.subject.slice(at.subject.lastIndexOf(':') + 1)} --cacert "$CA_FILE" CONFIG SET tls-protocols "TLSv1.2 TLSv1.3"`],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'the server speaks TLS 1.1 at most', facts: { ...notSpoken, target: { tls: true }, tls: noHandshake({ alert: 70, code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }) } },
      { name: 'no cipher in common', facts: { ...notSpoken, target: { tls: true }, tls: noHandshake({ alert: 40, clientCertificateAsked: false }) } },
      { name: 'this side refuses what the server chose', facts: { ...notSpoken, target: { tls: true }, tls: noHandshake({ code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' }) } },
    ],
    good: [
      { name: 'a plain port', facts: { ...notSpoken, target: { tls: true }, tls: noHandshake({ code: 'ERR_SSL_WRONG_VERSION_NUMBER', plainAnswer: 'resp' }) } },
      { name: 'a client certificate is wanted', facts: { ...notSpoken, target: { tls: true }, tls: noHandshake({ alert: 40, clientCertificateAsked: true }) } },
      { name: 'TLS 1.2 works', facts: { target: { tls: true }, tls: tls({ protocol: 'TLSv1.2' }) } },
    ],
  },
});
