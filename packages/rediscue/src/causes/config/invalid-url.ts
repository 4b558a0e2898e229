import { change, deadEnds, diagnoseTarget, type Problem, placesOf, problemsOf, remedy, sourceText } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { notConnected } from '../example-parts.ts';
import { works } from '../reach.ts';
import type { TargetView } from '../view.ts';

/** The offending text, where it is no secret and not said yet. */
const said = ({ text, reason }: Problem): string => (text === null || text === '' || reason.includes(text) ? '' : ` (${text})`);

/** Clients read it as it was meant: it is to blame only where a name or a login failed for it. */
function isHarmless(problem: Problem, target: TargetView): boolean {
  if (!problem.tolerated) return false;
  if (works(target)) return true;
  return !target.endpoints.some((at) => at.get('resolve')?.state === 'not-found' || at.get('auth')?.outcome === 'rejected' || at.get('auth')?.outcome === 'missing');
}

const inPassword: Problem = {
  kind: 'invalid-url',
  part: 'password',
  reason: 'the password holds a `#`, which ends the address; write it as `%23`',
  position: 11,
  text: null,
  corrected: 'redis://:***@redis.example:6379/0',
  place: { file: '.env', line: 3 },
  tolerated: false,
};

export default defineCause({
  code: 'config/invalid-url',
  severity: 'critical',
  scope: 'target',
  title: 'The URL cannot be read, or means something else than meant',
  meaning: 'Clients stop at the URL, or they read another host, password or database out of it than its author meant. Reserved characters in the password are the usual reason.',
  detection:
    'The text is read as clients read it; the position where it goes wrong is named. What widespread clients read as it was meant is told only where the name or the login fails for it.',
  advice: 'Percent-encode reserved characters in user and password (`%23` for `#`, `%2F` for `/`, `%40` for `@`), or use a URL-safe password.',
  source: 'RFC 3986; the redis and rediss schemes as registered',
  needs: [],
  explains: [...deadEnds, 'auth/password-wrong', 'auth/password-missing', 'config/database-out-of-range'],
  detect: (target) =>
    problemsOf(target, 'invalid-url')
      .filter((problem) => !isHarmless(problem, target))
      .map((problem): Found => {
        const at = problem.position === null ? '' : ` (at character ${problem.position + 1})`;
        return {
          summary: `The ${problem.part === 'url' ? 'target' : `${problem.part} of the target`} in ${sourceText(target, problem.part)} cannot be used${at}: ${problem.reason.replace(/\.$/, '')}${said(problem)}.`,
          why: `the target is not what was meant: ${problem.reason}`,
          evidence: ['target'],
          where: placesOf(problem, target),
          remedies: [
            remedy(
              problem.corrected ? `Write ${problem.corrected}` : 'Correct it',
              change(target, problem.place ?? undefined, problem.part),
              problem.corrected && !problem.corrected.includes('***') ? `rediscue diagnose '${problem.corrected}'` : diagnoseTarget(target),
            ),
          ],
        };
      }),
  examples: {
    bad: [
      {
        name: 'a # in the password cuts the URL off',
        facts: { ...notConnected, connect: null, resolve: { state: 'not-found', addresses: [], code: 'ENOTFOUND' }, target: { problems: [inPassword] } },
      },
      {
        name: 'the database is no number, whatever works beside it',
        facts: { target: { problems: [{ ...inPassword, part: 'database', reason: 'the database is not a number', text: 'cache', corrected: null }] } },
      },
    ],
    good: [
      { name: 'clients read it as it was meant, and it works', facts: { target: { problems: [{ ...inPassword, tolerated: true }] } } },
      {
        name: 'clients read it as it was meant, and the server is not there',
        facts: {
          ...notConnected,
          connect: { used: null, attempts: [{ address: '192.0.2.10', port: 6379, state: 'refused', code: 'ECONNREFUSED', ms: 1 }] },
          target: { problems: [{ ...inPassword, tolerated: true }] },
        },
      },
    ],
  },
});
