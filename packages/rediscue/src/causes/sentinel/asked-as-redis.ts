import { change, diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { listensOn, monitorsOf } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { about, change as changeFile, placeOf, programs, ways, whereOf } from '../in-files.ts';
import { isSentinel } from '../reach.ts';
import { monitored, sentinelAt, sentinelGroup } from '../topology-examples.ts';

const asServer = { name: 'redis://:***@192.0.2.21:26379/0', kind: 'server', primaryName: null } as const;

export default defineCause({
  code: 'sentinel/asked-as-redis',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The application treats a Sentinel as the Redis server',
  meaning: 'A Sentinel answers PING like a server, but it holds no data: GET and SET are unknown commands there. To a password it answers that none is configured.',
  detection: 'The target is declared as a server, and what answers says that it is a Sentinel (ROLE, INFO, SENTINEL).',
  advice: 'Give the Sentinels to the client as Sentinels, with the name of the group: it then asks them for the address of the primary.',
  source: 'Measured on Redis 7.0: a Sentinel answers PING with PONG and AUTH with the words of an open server',
  needs: ['role', 'info'],
  explains: [
    'auth/server-has-no-password',
    'auth/password-wrong',
    'auth/command-denied',
    'config/database-out-of-range',
    'config/wrong-port',
    'network/not-redis',
    'security/open-to-the-world',
  ],
  // What stands behind the Sentinel was looked at with a login that was meant for something else.
  reach: 'target',
  detect: (at) => {
    const kind = at.target.declared?.kind;
    if (!at.isEntry || (kind !== 'server' && kind !== 'unix') || !isSentinel(at)) return null;
    const primaries = at.value('sentinel')?.primaries ?? [];
    const role = at.value('role');
    const names = primaries.length > 0 ? primaries.map(({ name }) => name) : role?.role === 'sentinel' ? role.primaries : [];
    const url = names.map((name) => `sentinel://:***@${at.subject}/${name}`);
    return {
      summary: `${at.subject} is a Sentinel and holds no data${names.length > 0 ? `; it watches ${names.map((name) => `"${name}"`).join(', ')}` : ''}. The application uses it as if it were the server.`,
      evidence: ['role', 'info', 'sentinel'],
      where: places(at.target).slice(0, 1),
      remedies: [
        remedy(
          `Declare Sentinels in ${sourceText(at.target)}, and use the client's Sentinel mode`,
          [...change(at.target), ...url.map((each) => `rediscue diagnose '${each}'`)],
          url[0] ? `rediscue diagnose '${url[0]}'` : diagnoseTarget(at.target),
        ),
        ...primaries
          .slice(0, 1)
          .map(({ answered, host, port }) =>
            remedy(
              'Or, without failover, use the primary itself',
              [`rediscue diagnose 'redis://:***@${answered?.host ?? host}:${answered?.port ?? port}/0'`],
              diagnoseTarget(at.target),
            ),
          ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, program, server, link }) => {
        const { declared } = target;
        const [address] = declared?.addresses ?? [];
        if (declared?.kind !== 'server' || !address || server?.kind !== 'sentinel' || link === null || consumer.variant !== server.variant) return [];
        const inside = link.by === 'name' ? address.port : server.ports.find(({ outside }) => outside === address.port)?.inside;
        // Its code may well put host and port together with a name into a Sentinel's client.
        const isSentinelClient = [...declared.sources, ...(program?.variables ?? [])].some(({ name }) => /SENTINEL|MASTER_?(NAME|SET)|PRIMARY_?NAME/i.test(name ?? ''));
        if (inside === undefined || !listensOn(server).includes(inside) || isSentinelClient) return [];
        const names = monitorsOf(server).map(({ name }) => `"${name}"`);
        const place = placeOf(target, /_(HOST|URL)$/);
        return [
          {
            summary: `${consumer.name} uses ${address.host}:${address.port} as if it were the server: ${server.name} is a Sentinel and holds no data${names.length > 0 ? `; it watches ${names.join(', ')}` : ''}.`,
            evidence: ['target', ...programs(server)],
            where: whereOf(target, place),
            ...about(target),
            remedies: [changeFile("Declare Sentinels here, with the name of the group, and use the client's Sentinel mode", place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'a Redis URL with the port of a Sentinel',
        facts: { endpoints: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379')], { entry: true, target: asServer }) } },
      },
    ],
    good: [{ name: 'Sentinels declared as Sentinels', facts: { endpoints: sentinelGroup() } }],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: a Redis URL with the port of a Sentinel',
        files: {
          'sentinel/sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\n',
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://sentinel:26379\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
        at: 'docker-compose.yml:5',
      },
    ],
    good: [
      {
        name: 'compose: Sentinels declared as Sentinels',
        files: {
          'sentinel/sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\n',
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_SENTINELS: sentinel:26379\n      REDIS_SENTINEL_NAME: main\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
      },
      {
        name: "compose: host and port of the Sentinel, and the group's name beside them",
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_HOST: sentinel\n      REDIS_PORT: 26379\n      REDIS_MASTER_NAME: main\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n',
        },
      },
    ],
  },
});
