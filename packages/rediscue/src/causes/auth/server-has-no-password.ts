import { filesThatAgree } from '../auth-examples.ts';
import { change, diagnoseTarget, placeOfPart, quoted, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { loginRefused } from '../example-parts.ts';
import { loginsInFiles } from '../in-files.ts';
import { hurt, isSentinel } from '../reach.ts';
import { redisCli } from '../remedy.ts';

const noneConfigured = 'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?';

export default defineCause({
  code: 'auth/server-has-no-password',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The application sends a password, the server has none',
  meaning:
    'The server was started without a password, or lost it at a restart. Clients that send `AUTH password` get an error and give up; others may log in with any password at all. Whoever reaches the port reads and writes.',
  detection:
    'PING works without a login, and `AUTH password` is answered with "called without any password configured". `AUTH default anything` succeeds on such a server and proves nothing, so both forms are tried. A Sentinel answers with the same words and is not judged.',
  advice:
    'Set the password on the server, the one the application already sends. Taking it out of the application instead leaves the store open: only for a server that nobody else can reach.',
  source: 'Measured with Redis 7.0.15',
  needs: ['auth'],
  explains: ['security/open-to-the-world'],
  detect: (at) => {
    const auth = at.get('auth');
    const declared = at.target.declared;
    if (!auth || !declared?.password.set || isSentinel(at)) return null;
    const isDefault = declared.username === null || declared.username === 'default';
    const refused = auth.outcome === 'server-has-none';
    // Whoever says `default` passes with any password: that application works, on a store that is open.
    const passes = auth.outcome === 'accepted' && auth.acceptsAnything && isDefault;
    if (!refused && !passes) return null;
    const reply = auth.tries.find((each) => each.form === 'AUTH password' && !each.ok)?.reply ?? auth.tries.find((each) => !each.ok)?.reply;
    return {
      ...hurt(at, auth.acceptsAnything && declared.username === 'default' ? 'error' : 'critical'),
      summary: `${at.subject} has no password, and ${sourceText(at.target, 'password')} sends one${reply ? `: ${quoted(reply.split('. ')[0])}` : ': any password is accepted there'}.`,
      why: `${at.subject} has no password and rejects AUTH`,
      evidence: ['auth', 'target'],
      where: placeOfPart(at.target, 'password'),
      remedies: [
        remedy(
          'Set on the server the password that the application sends (it is asked for, and not shown)',
          [`read -rs NEW_PASSWORD && printf 'CONFIG SET requirepass "%s"\\nCONFIG REWRITE\\n' "$NEW_PASSWORD" | ${redisCli(at)}`],
          diagnoseTarget(at.target),
          'disruptive',
          'set-app-password',
        ),
        remedy(
          'Or take it out of the application, only where nobody else can reach the server',
          change(at.target, undefined, 'password'),
          diagnoseTarget(at.target),
          'safe',
          'remove-app-password',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      loginsInFiles(project, 'server-has-none', (from, server) => ({
        summary: `${from} sends a password, and ${server.name} is started without one.`,
        fix: `Give ${server.name} the password that the application sends: \`--requirepass\``,
        at: 'server',
      })),
  },
  examples: {
    bad: [
      {
        name: 'the one-argument form is refused',
        facts: {
          ...loginRefused('server-has-none', noneConfigured),
          auth: { openWithoutLogin: true, tries: [{ form: 'AUTH password', reply: noneConfigured, ok: false }], outcome: 'server-has-none', acceptsAnything: true, userSeen: null },
        },
      },
      {
        name: 'the two-argument form passes with anything',
        facts: {
          target: { username: 'default' },
          auth: {
            openWithoutLogin: true,
            tries: [
              { form: 'AUTH user password', reply: 'OK', ok: true },
              { form: 'AUTH password', reply: noneConfigured, ok: false },
            ],
            outcome: 'accepted',
            acceptsAnything: true,
          },
        },
      },
    ],
    good: [
      { name: 'a password is set, and right', facts: {} },
      {
        name: 'open, and none is sent',
        facts: { target: { password: { set: false } }, auth: { openWithoutLogin: true, tries: [], outcome: 'not-needed', acceptsAnything: true } },
      },
      {
        name: 'the default user is open, the application has a user of its own',
        facts: { target: { username: 'app' }, auth: { openWithoutLogin: true, outcome: 'accepted', acceptsAnything: true } },
      },
      {
        name: 'a Sentinel answers with the same words',
        facts: {
          auth: { openWithoutLogin: true, tries: [{ form: 'AUTH password', reply: noneConfigured, ok: false }], outcome: 'server-has-none', acceptsAnything: true },
          role: { state: 'ok', value: { role: 'sentinel', primaries: ['main'] } },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the application alone has a password',
        files: {
          'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:u8Zr2Kq0pLw5@redis:6379\n  redis:\n    image: redis:7.2\n',
        },
        at: 'docker-compose.yml:5',
      },
      {
        name: 'the official image ignores REDIS_PASSWORD',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:${REDIS_PASSWORD}@redis:6379\n  redis:\n    image: redis:7.2\n    environment:\n      REDIS_PASSWORD: ${REDIS_PASSWORD}\n',
          '.env': 'REDIS_PASSWORD=u8Zr2Kq0pLw5\n',
        },
        at: 'docker-compose.yml:5',
      },
    ],
    good: filesThatAgree,
  },
});
