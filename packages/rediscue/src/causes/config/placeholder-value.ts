import { change, deadEnds, diagnoseTarget, type Problem, placesOf, problemsOf, remedy, sourceText } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { loginRefused, notConnected } from '../example-parts.ts';
import type { EndpointExample } from '../examples.ts';
import { agreesInFiles, isOnlyRead, works } from '../reach.ts';
import type { TargetView } from '../view.ts';

const noHost: EndpointExample = { ...notConnected, connect: null, resolve: { state: 'not-found', addresses: [], code: 'ENOTFOUND' } };
const aboutLogin = new Set(['password', 'username']);

/** A placeholder that the declaration holds: as its reader found it, or by the shape of the password. */
function placeholders(target: TargetView): Problem[] {
  const told = problemsOf(target, 'placeholder');
  const shape = target.declared?.password.placeholder;
  if (!shape || told.some(({ part }) => part === 'password')) return told;
  return [
    ...told,
    {
      kind: 'placeholder',
      part: 'password',
      reason: `the password is still the placeholder \`${shape}\``,
      position: null,
      text: shape,
      corrected: null,
      place: null,
      tolerated: false,
    },
  ];
}

export default defineCause({
  code: 'config/placeholder-value',
  severity: 'critical',
  scope: 'target',
  title: "A value is still the template's placeholder",
  meaning: 'A template was copied and this value was never filled in. What follows looks like a fault of the name service, the network or the password.',
  detection: 'The effective value has the shape of a placeholder (`your-redis-host`, `<REDIS_HOST>`, `changeme`) and does not work. One that works is security/weak-password.',
  advice: 'Fill in the real value where the placeholder stands.',
  needs: [],
  explains: ['config/invalid-url', ...deadEnds, 'auth/password-wrong', 'auth/password-missing', 'auth/user-unknown', 'auth/user-disabled'],
  detect: (target) => {
    if (works(target)) return null;
    const rejected = isOnlyRead(target) ? !agreesInFiles(target) : target.endpoints.some((at) => at.get('auth')?.outcome === 'rejected');
    const spoken = target.entries.some((at) => at.get('speak')?.state === 'resp');
    return placeholders(target).flatMap((problem): Found[] => {
      // A login is to blame only where one was refused, an address only where none was reached.
      if (aboutLogin.has(problem.part) ? !rejected : spoken) return [];
      const what = problem.part === 'url' ? 'target' : problem.part;
      return [
        {
          summary: `The ${what} in ${sourceText(target, problem.part)} is still a placeholder${problem.text ? ` (${problem.text})` : ''}: nobody filled in the real one.`,
          why: `the ${what} is a placeholder that nobody filled in`,
          evidence: ['target', ...(aboutLogin.has(problem.part) ? (['auth'] as const) : (['resolve', 'connect'] as const))],
          where: placesOf(problem, target),
          remedies: [remedy(`Fill in the real ${what}`, change(target, problem.place ?? undefined, problem.part), diagnoseTarget(target))],
        },
      ];
    });
  },
  examples: {
    bad: [
      {
        name: 'the host was never filled in',
        facts: {
          endpoints: {
            'your-redis-instance-ip:6379': {
              ...noHost,
              target: {
                sources: [{ kind: 'file', name: 'REDIS_URL', place: { file: '.env', line: 3 } }],
                problems: [
                  {
                    kind: 'placeholder',
                    part: 'host',
                    reason: 'the host is still a placeholder',
                    position: 8,
                    text: 'your-redis-instance-ip',
                    corrected: null,
                    place: { file: '.env', line: 3 },
                    tolerated: false,
                  },
                ],
              },
            },
          },
        },
      },
      {
        name: 'the password is changeme, and refused',
        facts: { ...loginRefused('rejected', 'WRONGPASS invalid username-password pair'), target: { password: { placeholder: 'changeme' } } },
      },
    ],
    good: [
      { name: 'the password is changeme, and works: security/weak-password', facts: { target: { password: { placeholder: 'changeme' } } } },
      {
        name: 'a placeholder of a password, and the server is not there at all',
        facts: {
          ...notConnected,
          connect: { used: null, attempts: [{ address: '192.0.2.10', port: 6379, state: 'refused', code: 'ECONNREFUSED', ms: 1 }] },
          target: { password: { placeholder: 'changeme' } },
        },
      },
    ],
  },
});
