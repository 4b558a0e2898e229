import { change, diagnoseTarget, places, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { redisCli } from '../remedy.ts';

const reasons = {
  short: 'it is short',
  common: 'it is one of the most common ones',
  default: 'it is a default that is printed in manuals',
  'same-as-user': "it is the user's name",
} as const;

export default defineCause({
  code: 'security/weak-password',
  severity: 'error',
  scope: 'target',
  title: 'The password is easily guessed',
  meaning: 'Redis answers hundreds of thousands of tries a second, so a short or common password is no protection.',
  detection:
    "The declared password is short, common, a known default, a template's placeholder, or the user's name; and the server accepted it while it refuses others. Only this verdict is kept, never the password.",
  advice: 'Use at least 32 random characters from a URL-safe alphabet. With ACL, a second password can be valid beside the old one while clients change over.',
  source: 'redis.io, "Redis security", authentication',
  needs: ['auth'],
  explains: [],
  detect: (target) => {
    const password = target.declared?.password;
    if (!password?.set || (password.weak === null && password.placeholder === null)) return null;
    const at = target.endpoints.find((each) => {
      const auth = each.get('auth');
      return auth?.outcome === 'accepted' && !auth.openWithoutLogin && !auth.acceptsAnything;
    });
    if (!at) return null;
    const user = target.declared?.username ?? 'default';
    return {
      summary: `The password of ${user === 'default' ? 'the default user' : `user "${user}"`} on ${at.subject} works and is weak: ${password.weak ? reasons[password.weak] : "it is a template's placeholder"}.`,
      evidence: [
        { probe: 'auth', subject: at.subject },
        { probe: 'target', subject: at.subject },
      ],
      concerns: [at.subject],
      where: places(target).slice(0, 1),
      remedies: [
        remedy(
          'Add a random password beside the old one, give it to the application, then remove the old one',
          [
            '(umask 077; head -c 32 /dev/urandom | base64 | tr -d "+/=\\n" > redis-password)',
            `printf 'ACL SETUSER ${user} >%s\\n' "$(cat redis-password)" | ${redisCli(at)}`,
            ...change(target),
            `# when every client has changed over: ACL SETUSER ${user} resetpass >… with the new one alone, then ACL SAVE or CONFIG REWRITE`,
          ],
          diagnoseTarget(target),
          'safe',
          'rotate-passwords',
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'a common password that works', facts: { target: { password: { set: true, weak: 'common' } } } },
      { name: 'the placeholder of the template works', facts: { target: { password: { set: true, placeholder: 'changeme' } } } },
    ],
    good: [
      { name: 'a long random one', facts: {} },
      {
        name: 'a weak one that the server refuses',
        facts: {
          target: { password: { set: true, weak: 'short' } },
          auth: { outcome: 'rejected', tries: [{ form: 'AUTH password', reply: 'WRONGPASS invalid username-password pair or user is disabled.', ok: false }] },
        },
      },
      {
        name: 'a weak one, and the server has none',
        facts: { target: { password: { set: true, weak: 'short' } }, auth: { openWithoutLogin: true, outcome: 'server-has-none', acceptsAnything: true } },
      },
    ],
  },
});
