import { speaksPlain, speaksTls } from '../certificate.ts';
import { change, diagnoseTarget, type Problem, placesOf, problemsOf, remedy, sourceText } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { noHandshake, notSpoken, tls } from '../example-parts.ts';
import { isOnlyRead } from '../reach.ts';
import type { TargetView } from '../view.ts';

const conflict = {
  kind: 'tls-conflict',
  part: 'switch',
  reason: 'REDIS_TLS_ENABLED switches TLS on, the scheme `redis` says the opposite',
  position: null,
  text: 'REDIS_TLS_ENABLED',
  corrected: null,
  place: { file: '.env', line: 4 },
  tolerated: false,
} as const;

/** Which of the two the server speaks is not known from files: one of them does nothing. */
const asRead = (problem: Problem, target: TargetView): Found => ({
  severity: 'warning',
  summary: `${problem.reason.replace(/\.$/, '')} (${sourceText(target)}): one of the two does nothing.`,
  evidence: ['target'],
  where: placesOf(problem, target),
  remedies: [remedy('Say the same in both places', change(target, problem.place ?? undefined), diagnoseTarget(target))],
});

export default defineCause({
  code: 'config/tls-setting-conflict',
  severity: 'critical',
  scope: 'target',
  title: 'The TLS switch and the scheme contradict each other',
  meaning: 'One setting asks for TLS, another one for plain text. The one that wins is not the one that the server speaks, so the connection hangs or is cut.',
  detection: 'The declaration holds both, and the server answers in the way that lost. A contradiction that works is not told.',
  advice: 'Say the same in both places: `rediss://` with the switch on, or `redis://` with it off.',
  needs: ['tls'],
  explains: ['tls/server-is-plaintext', 'tls/server-expects-tls', 'network/not-redis', 'process/unresponsive'],
  detect: (target) => {
    const problems = problemsOf(target, 'tls-conflict');
    if (problems.length === 0) return null;
    const wantsTls = target.declared?.tls ?? false;
    const contrary = target.endpoints.find((at) => (wantsTls ? speaksPlain(at) : speaksTls(at)));
    if (isOnlyRead(target)) return problems.slice(0, 1).map((problem) => asRead(problem, target));
    if (!contrary) return null;
    return problems.slice(0, 1).map(
      (problem): Found => ({
        summary: `${problem.reason.replace(/\.$/, '')} (${sourceText(target)}): the application ${wantsTls ? 'asks for TLS' : 'speaks plain text'}, and ${contrary.subject} speaks ${wantsTls ? 'plain text' : 'TLS'}.`,
        why: `the settings contradict each other, and the one that ${contrary.subject} does not speak wins`,
        evidence: ['target', { probe: 'tls', subject: contrary.subject }],
        where: placesOf(problem, target),
        remedies: [
          remedy(
            `Ask for ${wantsTls ? 'plain text' : 'TLS'} in both places: ${wantsTls ? '`redis://` and the switch off' : '`rediss://` and the switch on'}`,
            change(target, problem.place ?? undefined),
            diagnoseTarget(target),
          ),
        ],
      }),
    );
  },
  examples: {
    bad: [
      {
        name: 'the switch says TLS, the scheme plain text, the server TLS',
        facts: {
          ...notSpoken,
          target: { problems: [conflict] },
          speak: { state: 'closed', reply: null, error: null, protocol: 'tls', firstBytes: null },
          tls: tls({ asked: false }),
        },
      },
      {
        name: 'the scheme says TLS, the switch plain text, the server plain text',
        facts: { ...notSpoken, speak: null, target: { tls: true, problems: [conflict] }, tls: noHandshake({ state: 'silent', plainAnswer: 'resp' }) },
      },
    ],
    good: [
      { name: 'the contradiction works', facts: { target: { problems: [conflict] } } },
      {
        name: 'no contradiction: TLS against a plain port',
        facts: { ...notSpoken, speak: null, target: { tls: true }, tls: noHandshake({ state: 'silent', plainAnswer: 'resp' }) },
      },
    ],
  },
});
