import { change, deadEnds, diagnoseTarget, placesOf, problemsOf, remedy, sourceText } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { loginRefused } from '../example-parts.ts';
import { isOnlyRead, works } from '../reach.ts';
import type { TargetView } from '../view.ts';

const unset = (part: string, text: string, reason: string) =>
  ({ kind: 'unset-variable', part, reason, position: null, text, corrected: null, place: { file: 'compose.yaml', line: 14 }, tolerated: false }) as const;

/** Without an env file in the project, the variable may well be set where it is deployed. */
const hasEnvFile = ({ consumers }: TargetView): boolean => consumers.some(({ envFiles }) => envFiles.length > 0);

export default defineCause({
  code: 'config/unset-variable',
  severity: 'critical',
  scope: 'target',
  title: 'A variable has no value',
  meaning: 'The declaration refers to a variable that is set nowhere in scope and has no default. What remains after interpolation is empty, or the text `undefined`.',
  detection: "The format's own rules (compose, dotenv, shell, Kubernetes) leave the reference empty, and the target does not work.",
  advice: 'Set the variable where the declaration is interpreted, or give the reference a default or an error: `${VAR:?not set}`.',
  needs: [],
  explains: ['config/invalid-url', ...deadEnds, 'auth/password-wrong', 'auth/password-missing', 'auth/user-unknown'],
  detect: (target) => {
    if (works(target)) return null;
    return problemsOf(target, 'unset-variable').flatMap((problem): Found[] => {
      // An empty password is to blame only where the server asks for one.
      const refused = target.endpoints.some((at) => at.get('auth')?.outcome === 'missing' || at.get('auth')?.outcome === 'rejected');
      const reached = target.entries.some((at) => at.get('speak')?.state === 'resp');
      const aboutLogin = problem.part === 'password' || problem.part === 'username';
      if (isOnlyRead(target) ? problem.tolerated : aboutLogin ? !refused : reached) return [];
      return [
        {
          summary: `${problem.text ?? 'A variable'} in ${sourceText(target, problem.part)} has no value: ${problem.reason}.`,
          why: `${problem.text ?? 'a variable'} has no value`,
          ...(isOnlyRead(target) && !hasEnvFile(target) && { severity: 'warning' as const }),
          evidence: ['target', ...(aboutLogin ? (['auth'] as const) : [])],
          where: placesOf(problem, target),
          remedies: [remedy('Set the variable, or give the reference a default', change(target, problem.place ?? undefined), diagnoseTarget(target))],
        },
      ];
    });
  },
  examples: {
    bad: [
      {
        name: 'the password variable is set nowhere, and the server wants one',
        facts: {
          ...loginRefused('missing', 'NOAUTH Authentication required.'),
          target: { password: { set: false }, problems: [unset('password', '${REDIS_PASSWORD}', 'it is set neither in the environment nor in .env')] },
        },
      },
    ],
    good: [
      {
        name: 'the password variable is empty, and the server is open',
        facts: {
          target: { password: { set: false }, problems: [unset('password', '${REDIS_PASSWORD}', 'it is set nowhere')] },
          speak: { reply: 'PONG', error: null },
          auth: { openWithoutLogin: true, tries: [], outcome: 'not-needed' },
        },
      },
      { name: 'everything is set', facts: {} },
    ],
  },
});
