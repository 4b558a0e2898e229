import { seenUser } from '../acl-rules.ts';
import { filesThatAgree } from '../auth-examples.ts';
import { change, diagnoseTarget, placeOfPart, quoted, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { loginRefused } from '../example-parts.ts';
import { loginsInFiles } from '../in-files.ts';
import { hurt } from '../reach.ts';
import { redisCli } from '../remedy.ts';

const wrongPass = 'WRONGPASS invalid username-password pair or user is disabled.';

export default defineCause({
  code: 'auth/password-wrong',
  severity: 'critical',
  scope: 'endpoint',
  title: "The password is not the server's",
  meaning:
    'The server refuses the login. One text has five reasons: the password, an unknown user, a user who is off, the default user being off, a stray line break in the secret.',
  detection:
    'AUTH is answered with `-WRONGPASS` (or `-ERR invalid password` of old versions). When an account with rights shows the user unknown or off, that is the code instead; without one the doubt stands in `notChecked`.',
  advice: "Compare the application's secret with the server's, white space and all; after a rotation, restart whoever still holds the old one.",
  source: 'Measured with Redis 7.0.15: one text for all five reasons',
  needs: ['auth'],
  explains: [],
  detect: (at) => {
    const auth = at.get('auth');
    if (auth?.outcome !== 'rejected') return null;
    const seen = seenUser(at);
    if (seen && !(seen.exists && seen.enabled)) return null;
    const declared = at.target.declared;
    const user = declared?.username ?? 'default';
    const reply = auth.tries.findLast((each) => !each.ok)?.reply;
    const padded = declared?.password.padded ? ' The password begins or ends with white space: a stray line break of a secret file, most likely.' : '';
    return {
      ...hurt(at, 'critical'),
      summary: `${at.subject} rejects the password of ${user === 'default' ? 'the default user' : `user ${user}`} from ${sourceText(at.target, 'password')} (${quoted(reply)}).${padded}`,
      why: `${at.subject} rejects the login`,
      evidence: ['auth', 'target'],
      where: placeOfPart(at.target, 'password'),
      remedies: [
        remedy(
          padded === '' ? "Give the application the server's password" : 'Take the white space off the secret',
          change(at.target, undefined, 'password'),
          diagnoseTarget(at.target),
          'safe',
          'set-app-password',
        ),
        remedy('Try the right one by hand (it is asked for, and not shown)', [`${redisCli(at)} --askpass PING`], diagnoseTarget(at.target)),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      loginsInFiles(project, 'other', (from, server) => ({
        summary: `${from} gives another password than ${server.name} is started with.`,
        fix: 'Give both the same, from one variable',
        at: 'application',
      })),
  },
  examples: {
    bad: [
      { name: 'WRONGPASS, nobody can look further', facts: loginRefused('rejected', wrongPass) },
      { name: 'a stray line break', facts: { target: { password: { padded: true } }, ...loginRefused('rejected', wrongPass) } },
      { name: 'the words of old versions', facts: loginRefused('rejected', 'ERR invalid password'), recordedFrom: 'Redis 5 source, authCommand' },
      {
        name: 'the user exists and is enabled',
        facts: {
          ...loginRefused('rejected', wrongPass),
          target: { username: 'app' },
          auth: {
            openWithoutLogin: false,
            tries: [{ form: 'AUTH user password', reply: wrongPass, ok: false }],
            outcome: 'rejected',
            acceptsAnything: false,
            userSeen: { exists: true, enabled: true, by: 'admin' },
          },
        },
      },
    ],
    good: [
      { name: 'accepted', facts: {} },
      {
        name: 'the user is off',
        facts: {
          ...loginRefused('rejected', wrongPass),
          auth: { openWithoutLogin: false, tries: [], outcome: 'rejected', acceptsAnything: false, userSeen: { exists: true, enabled: false, by: 'admin' } },
        },
      },
      { name: 'the server has no password', facts: { ...loginRefused('server-has-none', 'ERR AUTH <password> called without any password configured for the default user.') } },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: two passwords',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:u8Zr2Kq0pLw5@redis:6379\n  redis:\n    image: redis:7.2\n    command: redis-server --requirepass Qm4Tz81xVb7s\n',
        },
        at: 'docker-compose.yml:5',
      },
      {
        name: 'compose: the configuration that is mounted says another one',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:u8Zr2Kq0pLw5@redis:6379\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes: [./redis:/etc/redis]\n',
          'redis/redis.conf': 'requirepass Qm4Tz81xVb7s\n',
        },
        at: 'docker-compose.yml:5',
      },
    ],
    good: filesThatAgree,
  },
});
