import { dayOf, daysUntil, ownHandshake, showCertificate } from '../certificate.ts';
import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { certificate, tls } from '../example-parts.ts';

const soonDays = 30;

export default defineCause({
  code: 'tls/expires-soon',
  severity: 'warning',
  scope: 'endpoint',
  title: `The certificate ends within ${soonDays} days`,
  meaning: 'All is well today. On that day every client that verifies will refuse the server, at once and everywhere.',
  detection: `The certificate's end lies ahead, and less than ${soonDays} days away.`,
  advice: 'Renew it now, and see why the renewal did not come by itself.',
  needs: ['tls'],
  explains: [],
  detect: (at) => {
    const end = ownHandshake(at)?.certificate?.validTo;
    if (end === undefined) return null;
    const days = daysUntil(at, end);
    if (!(days >= 0 && days < soonDays)) return null;
    return {
      summary: `The certificate of ${at.subject} ends on ${dayOf(end)}, in ${Math.floor(days)} days.`,
      evidence: ['tls'],
      remedies: [remedy('Renew the certificate, and load it without a restart by CONFIG SET tls-cert-file and tls-key-file', [showCertificate(at)], diagnoseTarget(at.target))],
    };
  },
  examples: {
    bad: [{ name: 'it ends in ten days', facts: { target: { tls: true }, tls: tls({ certificate: certificate({ validTo: '2026-11-30T12:00:00.000Z' }) }) } }],
    good: [
      { name: 'it ends in two months', facts: { target: { tls: true }, tls: tls({ certificate: certificate({ validTo: '2027-01-20T00:00:00.000Z' }) }) } },
      {
        name: 'it has ended: another code',
        facts: { target: { tls: true }, tls: tls({ certificate: certificate({ validTo: '2026-11-01T00:00:00.000Z' }), verifyError: 'CERT_HAS_EXPIRED' }) },
      },
    ],
  },
});
