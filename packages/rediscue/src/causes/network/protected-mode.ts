import { diagnoseTarget, remedy } from '../declaration.ts';
import { bindsLoopback, imageFamily, isOpen, isSeenWell, majorVersion, placeOfSetting } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { answered } from '../example-parts.ts';
import { about, change, placeOf, programs, ways } from '../in-files.ts';
import { isOtherwiseUnseen } from '../kubectl.ts';
import { hostOf, hurt, portOf } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import type { EndpointView, ProgramView } from '../view.ts';

/**
 * A forwarded port begins at the pod's own loopback, from which such a server takes everybody. Before version 7 a `bind` of its
 * own switches the protection off.
 */
function wouldDeny(at: EndpointView): boolean {
  const cluster = at.get('kubernetes');
  if (!cluster || cluster.leads === 'own-pod' || at.config('protected-mode') !== 'yes' || at.get('auth')?.openWithoutLogin !== true || !isOtherwiseUnseen(at)) return false;
  const major = Number(at.info('redis_version')?.split('.')[0]);
  return major >= 7 || at.config('bind') === '';
}

export default defineCause({
  code: 'network/protected-mode',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Protected mode rejects clients from other hosts',
  meaning:
    'The server has no password and was not told on which addresses to serve, so it takes clients of its own machine alone. A client from elsewhere gets one error and is cut off.',
  detection:
    'The first reply is `-DENIED`; or, seen through a port forwarded into its pod, protected mode is on and the default user has no password. The server still works for clients on its own machine, so a check there shows nothing.',
  advice: 'Set a password on the server and give it to the application. Switching protected mode off opens the data to everybody who can reach the port.',
  source: 'redis.io, "Redis security"',
  needs: ['speak'],
  explains: ['replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    const speak = at.get('speak');
    if (speak?.error !== 'DENIED' && !wouldDeny(at)) return null;
    const port = portOf(at) ?? 6379;
    return {
      ...hurt(at, 'critical'),
      summary: `${at.subject} rejects clients from other hosts: it has no password, and protected mode is on.`,
      why: `the server at ${at.subject} answers -DENIED to clients from elsewhere`,
      evidence: at.get('kubernetes') ? ['kubernetes', 'config', 'auth'] : ['speak'],
      remedies: [
        remedy(
          `Set a password on the server (run on ${hostOf(at)}; the value is asked for, not shown) and give the same to the application`,
          [`read -rs NEW_PASSWORD && printf 'CONFIG SET requirepass "%s"\\nCONFIG REWRITE\\n' "$NEW_PASSWORD" | ${at.get('kubernetes') ? redisCli(at) : `redis-cli -p ${port}`}`],
          diagnoseTarget(at.target),
          'disruptive',
          'set-app-password',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, program, server, link }) => {
        if (!server || !link || server.runs === 'host' || server.hostNetwork || program?.name.split('/')[0] === server.name.split('/')[0]) return [];
        // Bound to loopback alone it is not even asked.
        if (!rejectsOthers(server) || bindsLoopback(server) || isSeenWell(project, about(target).concerns)) return [];
        const place = placeOfSetting(server, 'protected-mode');
        return [
          {
            summary: `${server.name} has protected mode on and no password, so it rejects ${consumer.name}, which comes from outside of its container.`,
            why: `${server.name} answers -DENIED to clients from elsewhere`,
            evidence: ['target', ...programs(server)],
            where: [place, placeOf(target, /_(HOST|URL)$/) ?? server.place],
            ...about(target),
            remedies: [change(`Set a password on ${server.name}, from a secret, and give the same to ${consumer.name}`, place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'a client from another host',
        facts: answered('DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user.'),
      },
    ],
    good: [
      { name: 'protected mode is on and a password is set', facts: {} },
      {
        name: 'an open server in protected mode, from its own machine',
        facts: { speak: { state: 'resp', reply: 'PONG', error: null }, auth: { openWithoutLogin: true, tries: [], outcome: 'not-needed' } },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: switched on in a mounted configuration',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes: ["./redis.conf:/etc/redis/redis.conf"]\n',
          'redis.conf': 'bind 0.0.0.0\nprotected-mode yes\n',
        },
        at: 'redis.conf:2',
      },
    ],
    good: [
      {
        name: 'compose: the official image has it off',
        files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n' },
      },
      {
        name: 'compose: with a password',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:${REDIS_PASSWORD}@redis:6379\n  redis:\n    image: redis:7.2\n    command: redis-server --protected-mode yes --requirepass ${REDIS_PASSWORD}\n',
          '.env': 'REDIS_PASSWORD=u8Zr2Kq0pLw5\n',
        },
      },
      {
        name: 'compose: an older version that is told where to serve',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:6.2\n    command: redis-server --bind 0.0.0.0 --protected-mode yes\n',
        },
      },
    ],
  },
});

/** Since 7.0 `bind` no longer excuses from it. The images have it off, so that only what the files say counts. */
function rejectsOthers(server: ProgramView): boolean {
  if (server.setting('protected-mode')?.toLowerCase() !== 'yes' || !isOpen(server)) return false;
  const version = majorVersion(server);
  const isNew = version === null ? imageFamily(server) === 'official' && /(^[^:]*|:latest|:alpine)$/.test(server.image?.value ?? '') : version >= 7;
  return isNew || server.setting('bind') === undefined;
}
