import { seenUser, userOf } from '../acl-rules.ts';
import { change, diagnoseTarget, placeOfPart, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { loginRefused } from '../example-parts.ts';
import { hurt } from '../reach.ts';
import { redisCli } from '../remedy.ts';

const wrongPass = 'WRONGPASS invalid username-password pair or user is disabled.';

export default defineCause({
  code: 'auth/user-unknown',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The user does not exist on the server',
  meaning: 'The login fails with the same words as a wrong password. Often the user was made on one node only, or was never saved and is gone after a restart.',
  detection: 'The login is rejected, and an account with rights sees that there is no such user. Without such an account it is auth/password-wrong, with a note.',
  advice: 'Make the user on every node and save it (`ACL SAVE` or `CONFIG REWRITE`), or correct the name that the application uses.',
  needs: ['auth'],
  explains: [],
  detect: (at) => {
    const seen = seenUser(at);
    if (at.get('auth')?.outcome !== 'rejected' || seen?.exists !== false) return null;
    const user = userOf(at);
    return {
      ...hurt(at, 'critical'),
      summary: `There is no user ${user} on ${at.subject}, as seen by ${seen.by}; ${sourceText(at.target, 'username')} logs in as that user.`,
      why: `the user ${user} does not exist on ${at.subject}`,
      evidence: ['auth', 'acl', 'target'],
      where: placeOfPart(at.target, 'username'),
      remedies: [
        remedy('See which users there are', [`${redisCli(at).replace(/ --user \S+/, '')} ACL USERS`], diagnoseTarget(at.target)),
        remedy(
          'Make the user (its password is asked for, and not shown) and save it',
          [`read -rs NEW_PASSWORD && printf 'ACL SETUSER ${user} on ">%s" ~* &* +@all -@dangerous\\nACL SAVE\\n' "$NEW_PASSWORD" | ${redisCli(at).replace(/ --user \S+/, '')}`],
          diagnoseTarget(at.target),
        ),
        remedy('Or correct the name in the application', change(at.target, undefined, 'username'), diagnoseTarget(at.target)),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'an admin account sees no such user',
        facts: {
          ...loginRefused('rejected', wrongPass),
          target: { username: 'app' },
          auth: { openWithoutLogin: false, tries: [], outcome: 'rejected', acceptsAnything: false, userSeen: { exists: false, enabled: false, by: 'admin' } },
        },
      },
      {
        name: 'the list of users lacks it',
        facts: {
          ...loginRefused('rejected', wrongPass),
          target: { username: 'app' },
          acl: { users: { state: 'ok', value: [{ name: 'default', enabled: true, noPassword: false, allCommands: true, allKeys: true, hasPassword: true }] } },
        },
      },
    ],
    good: [
      { name: 'nobody can look', facts: { ...loginRefused('rejected', wrongPass), target: { username: 'app' } } },
      {
        name: 'it exists',
        facts: {
          ...loginRefused('rejected', wrongPass),
          auth: { openWithoutLogin: false, tries: [], outcome: 'rejected', acceptsAnything: false, userSeen: { exists: true, enabled: true, by: 'admin' } },
        },
      },
    ],
  },
});
