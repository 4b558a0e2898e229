import type { Place } from '../../facts/index.ts';
import { change, diagnoseTarget, placeOfPart, remedy } from '../declaration.ts';
import { earnestFirst, isEarnest, isForTrial, isOwn, passwordOf } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { change as changeFile, declaredServers, endpointsOf, programs, ways } from '../in-files.ts';
import { redisCli } from '../remedy.ts';
import type { ProgramView, ProjectView } from '../view.ts';

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
      where: placeOfPart(target, 'password'),
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
  inFiles: {
    detect: (project) =>
      earnestFirst(project, declaredServers(project)).flatMap((server) => {
        const given = passwordOf(server);
        if (!given?.secret || given.secret.variable !== null || isForTrial(server) || !isOwn(project, server)) return [];
        const { weak, placeholder } = given.secret;
        // A placeholder that nobody sends may be a template's still.
        const isSent = ways(project).some(({ server: other, link }) => other?.subject === server.subject && link?.password === 'same');
        if (weak === null && (placeholder === null || !isSent)) return [];
        return [
          {
            ...(!(isEarnest(project, server) && isFixed(project, server, given.place)) && { severity: 'warning' as const }),
            summary: `The password of ${server.name} is weak: ${weak ? reasons[weak] : "it is a template's placeholder, and its consumers send the same"}.`,
            evidence: programs(server),
            where: [given.place],
            concerns: endpointsOf(project, server),
            remedies: [
              changeFile(
                `Give ${server.name} and its consumers a random one of at least 32 characters, from a secret: \`head -c 32 /dev/urandom | base64 | tr -d "+/="\``,
                given.place,
              ),
            ],
          },
        ];
      }),
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
  fileExamples: {
    bad: [
      {
        name: 'a short password in a configuration',
        files: { 'redis.conf': 'port 6379\nrequirepass abc12\n' },
        at: 'redis.conf:2',
      },
      {
        name: 'compose: both sides have the default of a manual',
        files: {
          'docker-compose.prod.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:foobared@redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass foobared\n',
        },
        at: 'docker-compose.prod.yml:8',
      },
      {
        name: 'compose: both sides have the placeholder',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:changeme@redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass changeme\n',
        },
        at: 'docker-compose.yml:8',
      },
    ],
    good: [
      { name: 'a long random one', files: { 'redis.conf': 'port 6379\nrequirepass u8Zr2Kq0pLw5xYt3\n' } },
      { name: 'the server has none', files: { '.env': 'REDIS_URL=redis://:redis@localhost:6379\n', 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n' } },
      { name: 'for tests', files: { 'docker-compose.test.yml': 'services:\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass test\n' } },
      { name: 'commented out', files: { 'redis.conf': 'port 6379\n# requirepass foobared\n' } },
    ],
  },
});

/** It stands there as it is: what is only a default where a variable is not set, whoever runs it may replace. */
function isFixed(project: ProjectView, server: ProgramView, { file, line }: Place): boolean {
  if (file !== server.place.file || server.format === 'redis-conf') return true;
  return project.objects('literal-secret').some(({ place }) => place.file === file && place.line === line);
}
