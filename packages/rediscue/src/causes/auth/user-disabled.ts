import { seenUser, userOf } from '../acl-rules.ts';
import { diagnoseTarget, placeOfPart, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { loginRefused } from '../example-parts.ts';
import { hurt } from '../reach.ts';
import { redisCli } from '../remedy.ts';

const wrongPass = 'WRONGPASS invalid username-password pair or user is disabled.';

export default defineCause({
  code: 'auth/user-disabled',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The user is switched off',
  meaning: 'The user exists and is `off`: no login succeeds, whatever the password. Connections that were open before go on working until they break.',
  detection: 'The login is rejected, and an account with rights sees the user `off`. Without such an account it is auth/password-wrong, with a note.',
  advice: 'Find out why it was switched off; then switch it on and save, or give the application another user.',
  needs: ['auth'],
  explains: [],
  detect: (at) => {
    const seen = seenUser(at);
    const outcome = at.get('auth')?.outcome;
    if ((outcome !== 'rejected' && outcome !== 'missing') || !seen?.exists || seen.enabled) return null;
    // With no password declared, an application that finds the default user off lacks a login in the first place.
    if (outcome === 'missing') return null;
    const user = userOf(at);
    return {
      ...hurt(at, 'critical'),
      summary: `The user ${user} of ${at.subject} is switched off, as seen by ${seen.by}; ${sourceText(at.target, 'username')} logs in as that user.`,
      why: `the user ${user} is off`,
      evidence: ['auth', 'acl', 'target'],
      where: placeOfPart(at.target, 'username'),
      remedies: [
        remedy(
          'If it was switched off by mistake, switch it on and save',
          [`${redisCli(at).replace(/ --user \S+/, '')} ACL SETUSER ${user} on`, `${redisCli(at).replace(/ --user \S+/, '')} ACL SAVE`],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'an admin account sees it off',
        facts: {
          ...loginRefused('rejected', wrongPass),
          target: { username: 'app' },
          auth: { openWithoutLogin: false, tries: [], outcome: 'rejected', acceptsAnything: false, userSeen: { exists: true, enabled: false, by: 'admin' } },
        },
      },
      {
        name: 'the default user is off',
        facts: {
          ...loginRefused('rejected', wrongPass),
          auth: { openWithoutLogin: false, tries: [], outcome: 'rejected', acceptsAnything: false, userSeen: { exists: true, enabled: false, by: 'admin' } },
        },
      },
    ],
    good: [
      { name: 'nobody can look', facts: loginRefused('rejected', wrongPass) },
      {
        name: 'the default user is off, the application has its own',
        facts: {
          target: { username: 'app' },
          auth: { outcome: 'accepted', userSeen: { exists: true, enabled: true, by: 'admin' } },
          acl: {
            users: {
              state: 'ok',
              value: [
                { name: 'default', enabled: false, noPassword: false, allCommands: true, allKeys: true, hasPassword: true },
                { name: 'app', enabled: true, noPassword: false, allCommands: false, allKeys: false, hasPassword: true },
              ],
            },
          },
        },
      },
    ],
  },
});
