import { change, diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { isOwn, isWhole, monitorsOf } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { about, change as changeFile, declaredSentinels, placeOf, programs, ways, whereOf } from '../in-files.ts';
import { sentinelsOf } from '../topology.ts';
import { monitored, sentinelAt, sentinelGroup } from '../topology-examples.ts';
import type { ProgramView } from '../view.ts';

export default defineCause({
  code: 'sentinel/unknown-primary-name',
  severity: 'critical',
  scope: 'target',
  title: 'The application asks for a name that Sentinel does not monitor',
  meaning: 'Sentinel answers, but knows no group of that name, so the application never gets an address. The client library usually says only that it found no primary.',
  detection: 'Every Sentinel that answered was asked which groups it monitors; none of them knows the declared name.',
  advice: 'Correct the name in the declaration, or make the Sentinels monitor that group.',
  source: 'redis.io, "High availability with Redis Sentinel", sentinel monitor',
  needs: ['sentinel'],
  explains: ['sentinel/too-few', 'sentinel/stale-topology'],
  reach: 'target',
  detect: (target) => {
    const name = target.declared?.primaryName;
    const sentinels = sentinelsOf(target);
    const [first, ...others] = sentinels;
    if (!name || !first || sentinels.some(({ primary }) => primary)) return null;
    const known = [...new Set(sentinels.flatMap(({ at }) => at.value('sentinel')?.primaries.map((each) => each.name) ?? []))];
    return {
      summary: `No Sentinel monitors "${name}"; ${known.length > 0 ? `they monitor ${known.map((each) => `"${each}"`).join(', ')}` : 'they monitor nothing at all'}.`,
      evidence: [{ probe: 'sentinel', subject: first.at.subject }, ...others.map(({ at }) => ({ probe: 'sentinel' as const, subject: at.subject }))],
      where: places(target).slice(0, 1),
      remedies: [
        ...(known.length > 0 ? [remedy(`Ask for ${known.map((each) => `"${each}"`).join(' or ')} in ${sourceText(target)}`, change(target), diagnoseTarget(target))] : []),
        remedy(
          `Or make each Sentinel monitor "${name}"`,
          sentinels.map(
            ({ at }) =>
              `redis-cli -p ${at.subject.slice(at.subject.lastIndexOf(':') + 1)} -h ${at.subject.slice(0, at.subject.lastIndexOf(':'))} SENTINEL MONITOR ${name} <host> <port> 2`,
          ),
          diagnoseTarget(target),
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, program, server, link }) => {
        const name = target.declared?.primaryName;
        if (!name || target.declared?.kind !== 'sentinel' || server?.kind !== 'sentinel' || link?.by !== 'name' || consumer.variant !== server.variant) return [];
        const sentinels = declaredSentinels(project).filter((each) => each.group === server.group && each.variant === server.variant && isOwn(project, each));
        // A line that a script fills in may name any.
        const isKnown = (each: (typeof sentinels)[number]) => isWhole(each) && linesOf(each) === monitorsOf(each).length;
        const known = [...new Set(sentinels.flatMap((each) => monitorsOf(each).map((monitor) => monitor.name)))];
        if (!sentinels.every(isKnown) || known.length === 0 || known.includes(name)) return [];
        const named = program?.variables.find((variable) => /(SENTINEL_NAME|SENTINEL_MASTER|MASTER_NAME)$/.test(variable.name) && variable.value === name);
        const place = named?.place ?? placeOf(target, /_(SENTINEL_NAME|SENTINEL_MASTER|MASTER_NAME)$/);
        return [
          {
            summary: `${consumer.name} asks for "${name}", and no declared Sentinel monitors it; they monitor ${known.map((each) => `"${each}"`).join(', ')}.`,
            evidence: ['target', ...programs(server)],
            where: whereOf(target, place),
            ...about(target),
            remedies: [changeFile(`Ask for ${known.map((each) => `"${each}"`).join(' or ')}`, place, known.length === 1 ? { find: name, replace: known[0] ?? name } : null)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'the group is called otherwise',
        facts: { endpoints: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { name: 'orders' })], { entry: true }) } },
      },
      { name: 'nothing is monitored', facts: { endpoints: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [], { entry: true }) } } },
    ],
    good: [{ name: 'the name is known', facts: { endpoints: sentinelGroup() } }],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the group is called otherwise',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n  app:\n    image: shop:1\n    environment:\n      REDIS_SENTINELS: sentinel:26379\n      REDIS_SENTINEL_NAME: orders\n',
        },
        at: 'docker-compose.yml:12',
      },
    ],
    good: [
      {
        name: 'compose: the name is known',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n  app:\n    image: shop:1\n    environment:\n      REDIS_SENTINELS: sentinel:26379\n      REDIS_SENTINEL_NAME: main\n',
        },
      },
      {
        name: 'compose: the configuration is not in the project',
        files: {
          'other/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["/srv/sentinel:/etc/sentinel"]\n  app:\n    image: shop:1\n    environment:\n      REDIS_SENTINELS: sentinel:26379\n      REDIS_SENTINEL_NAME: orders\n',
        },
      },
    ],
  },
});

/** Lines that say what is to be monitored, whether they can be read or not. */
const linesOf = ({ server }: ProgramView): number => (server?.settings ?? []).filter(({ name, values }) => name === 'sentinel' && values[0]?.toLowerCase() === 'monitor').length;
