import { change, deadEnds, diagnoseTarget, placesOf, problemsOf, remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';

export default defineCause({
  code: 'config/redis-disabled',
  severity: 'warning',
  scope: 'target',
  title: 'The application is told to run without Redis',
  meaning: 'An off switch is set, most likely as first aid in an outage. The application answers without cache, sessions or queues, and nobody remembers to switch it back.',
  detection: 'A switch such as `REDIS_ENABLED=false` stands beside the target. What then fails on the way to it hurts nobody, and is a warning at most.',
  advice: 'When Redis is well again, switch it back on and restart or redeploy what reads the switch.',
  needs: [],
  reach: 'target',
  explains: [
    ...deadEnds,
    'config/wrong-port',
    'config/placeholder-value',
    'config/unset-variable',
    'config/invalid-url',
    'process/not-running',
    'auth/password-missing',
    'auth/password-wrong',
    'auth/server-has-no-password',
    'tls/server-is-plaintext',
    'tls/server-expects-tls',
  ],
  detect: (target) =>
    problemsOf(target, 'disabled').map(
      (problem): Found => ({
        summary: `${problem.reason.replace(/\.$/, '')}.`,
        evidence: ['target'],
        where: placesOf(problem, target),
        remedies: [remedy('Switch it back on, then restart what reads it', change(target, problem.place ?? undefined), diagnoseTarget(target), 'disruptive', 'enable-redis')],
      }),
    ),
  examples: {
    bad: [
      {
        name: 'REDIS_ENABLED=false',
        facts: {
          target: {
            problems: [
              {
                kind: 'disabled',
                part: 'switch',
                reason: 'REDIS_ENABLED is off, so the application runs without Redis',
                position: null,
                text: 'REDIS_ENABLED',
                corrected: null,
                place: { file: '.env', line: 1 },
                tolerated: false,
              },
            ],
          },
        },
      },
    ],
    good: [{ name: 'no switch', facts: {} }],
  },
});
