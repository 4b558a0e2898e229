import { dayOf, daysUntil, ownHandshake, showCertificate } from '../certificate.ts';
import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { certificate, notSpoken, tls } from '../example-parts.ts';
import { hurt } from '../reach.ts';

export default defineCause({
  code: 'tls/not-yet-valid',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The certificate has not begun, or a clock is wrong',
  meaning: 'The certificate is for a time that this machine has not reached. Often the clock is wrong: of this machine, or of the one that made the certificate.',
  detection: "The certificate's beginning lies after now, or OpenSSL says `CERT_NOT_YET_VALID`.",
  advice: 'Compare the clock of this machine with a good one first; then wait, or renew the certificate with the right beginning.',
  needs: ['tls'],
  explains: ['replication/link-down'],
  detect: (at) => {
    const tls = ownHandshake(at);
    if (!tls || tls.verificationOff) return null;
    const begin = tls.certificate?.validFrom;
    const ahead = begin !== undefined && daysUntil(at, begin) > 0;
    if (!ahead && tls.verifyError !== 'CERT_NOT_YET_VALID') return null;
    return {
      ...hurt(at, 'critical'),
      summary: ahead
        ? `The certificate of ${at.subject} is valid from ${begin.slice(0, 16).replace('T', ' ')} UTC only, and here it is ${new Date(at.nowMs).toISOString().slice(0, 16).replace('T', ' ')}.`
        : `A certificate in the chain of ${at.subject} is not valid yet on ${dayOf(new Date(at.nowMs).toISOString())}.`,
      why: `the certificate of ${at.subject} has not begun`,
      evidence: ['tls'],
      remedies: [remedy('Compare the clock here and the certificate', ['date -u', 'timedatectl status', showCertificate(at)], diagnoseTarget(at.target))],
    };
  },
  examples: {
    bad: [
      {
        name: 'it begins next month',
        facts: { ...notSpoken, target: { tls: true }, tls: tls({ verifyError: 'CERT_NOT_YET_VALID', certificate: certificate({ validFrom: '2026-12-01T00:00:00.000Z' }) }) },
      },
      { name: 'its authority has not begun', facts: { ...notSpoken, target: { tls: true }, tls: tls({ verifyError: 'CERT_NOT_YET_VALID' }) } },
    ],
    good: [
      { name: 'it began this morning', facts: { target: { tls: true }, tls: tls({ certificate: certificate({ validFrom: '2026-11-20T09:00:00.000Z' }) }) } },
      {
        name: 'it ended',
        facts: { ...notSpoken, target: { tls: true }, tls: tls({ verifyError: 'CERT_HAS_EXPIRED', certificate: certificate({ validTo: '2026-11-01T00:00:00.000Z' }) }) },
      },
    ],
  },
});
