import { diagnoseTarget, remedy } from '../declaration.ts';
import { isForTrial, isOwn, monitorsOf } from '../declared-stack.ts';
import type { Found } from '../define.ts';
import { defineCause } from '../define.ts';
import { change as changeFile, declaredSentinels, endpointsOf, programs } from '../in-files.ts';
import { hostOf, isLoopback } from '../reach.ts';
import { hasNoQuorum, settlingSeconds, watchersOf } from '../topology.ts';
import { learnedFrom, monitored, peerSeen, sentinelAt, sentinelGroup } from '../topology-examples.ts';

export default defineCause({
  code: 'sentinel/too-few',
  severity: 'warning',
  scope: 'target',
  title: 'Too few Sentinels, or all of them on one host',
  meaning:
    'A failover needs the agreement of a majority. With one Sentinel, or two, or with all on one host, the loss of one machine takes the failover away, or a lone voter decides.',
  detection: 'The Sentinel that answers knows fewer than two others, or all Sentinels have the same address.',
  advice: 'Run three Sentinels, or five, on machines that do not fail together. On one machine that is fine for development.',
  source: 'redis.io, "High availability with Redis Sentinel", fundamental things to know',
  needs: ['sentinel'],
  explains: [],
  detect: (target) => {
    const [first, ...others] = watchersOf(target).toSorted((a, b) => b.primary.sentinelList.length - a.primary.sentinelList.length);
    // Without a quorum sentinel/quorum-unreachable says it all.
    if (!first || watchersOf(target).some((each) => hasNoQuorum(each.primary))) return null;
    const { at, primary } = first;
    const known = primary.sentinelList.length + 1;
    const isFresh = (at.infoNumber('uptime_in_seconds') ?? settlingSeconds) < settlingSeconds;
    if (known < 3 && isFresh && target.entries.length > known) return null;
    const hosts = new Set([...primary.sentinelList.map(({ host }) => host), ownHost(at.get('connect')?.used ?? hostOf(at), primary.sentinelList)]);
    if (known >= 3 && hosts.size > 1) return null;
    return {
      summary:
        known < 3
          ? `Only ${known} Sentinel${known === 1 ? ' watches' : 's watch'} "${primary.name}": no safe failover.`
          : `All ${known} Sentinels of "${primary.name}" run on one host (${[...hosts][0]}): its loss takes the failover away.`,
      evidence: [{ probe: 'sentinel', subject: at.subject }],
      concerns: [at.subject, ...others.map((each) => each.at.subject)],
      remedies: [remedy('Start further Sentinels on other machines, with the same `sentinel monitor` line', [`redis-sentinel /etc/redis/sentinel.conf`], diagnoseTarget(target))],
    };
  },
  inFiles: {
    detect: (project) => {
      const sentinels = declaredSentinels(project).filter((sentinel) => isOwn(project, sentinel));
      const watching = (name: string) => sentinels.filter((sentinel) => monitorsOf(sentinel).some((each) => each.name === name) || sentinel.server?.isComplete !== true);
      const names = new Set(sentinels.flatMap((sentinel) => monitorsOf(sentinel).map(({ name }) => name)));
      return [...names].flatMap((name): Found[] => {
        const all = watching(name);
        const known = all.reduce((sum, { replicas }) => sum + (replicas ?? 1), 0);
        const first = all.find((sentinel) => monitorsOf(sentinel).some((each) => each.name === name));
        const place = first && monitorsOf(first).find((each) => each.name === name)?.place;
        // One configuration by itself may be for each of three machines.
        if (!first || !place || known >= 3 || isForTrial(first) || (known === 1 && first.format === 'redis-conf')) return [];
        return [
          {
            summary: `Only ${known} Sentinel${known === 1 ? ' watches' : 's watch'} "${name}" by the files: no safe failover.`,
            evidence: programs(first, ...all.filter((each) => each !== first)),
            where: [first.format === 'redis-conf' ? place : first.place],
            concerns: all.flatMap((sentinel) => endpointsOf(project, sentinel)),
            remedies: [changeFile('Declare three Sentinels, or five, each with a folder of its own and on machines that do not fail together', first.place)],
          },
        ];
      });
    },
  },
  examples: {
    bad: [
      {
        name: 'a lone Sentinel',
        facts: {
          endpoints: sentinelGroup({
            sentinels: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { sentinelList: [], quorum: 1 })], { entry: true }) },
          }),
        },
      },
      {
        name: 'three Sentinels on one host, for development',
        facts: {
          endpoints: {
            '127.0.0.1:26379': sentinelAt('127.0.0.1:26379', [monitored('127.0.0.1:6379', { sentinelList: [peerSeen('127.0.0.1:26380'), peerSeen('127.0.0.1:26381')] })], {
              entry: true,
            }),
            '127.0.0.1:26380': sentinelAt('127.0.0.1:26380', [monitored('127.0.0.1:6379', { sentinelList: [peerSeen('127.0.0.1:26379'), peerSeen('127.0.0.1:26381')] })], {
              learned: learnedFrom('127.0.0.1:26379', 'sentinel'),
            }),
          },
        },
      },
    ],
    good: [{ name: 'three on three hosts', facts: { endpoints: sentinelGroup() } }],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: a lone Sentinel',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
        at: 'docker-compose.yml:4',
      },
      {
        name: 'compose: two',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel-1:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n  sentinel-2:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
        at: 'docker-compose.yml:4',
      },
    ],
    good: [
      {
        name: 'compose: three',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel-1:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n  sentinel-2:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n  sentinel-3:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
      },
      {
        name: 'compose: three of one service',
        files: {
          'sentinel/sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\n',
          'docker-compose.yml':
            'services:\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n    deploy:\n      replicas: 3\n',
        },
      },
      { name: 'one configuration for all machines', files: { 'sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\n' } },
    ],
  },
});

/** We may have come by loopback, while the others name the machine's own address: they are on one host then. */
function ownHost(used: string, peers: readonly { host: string }[]): string {
  return isLoopback(used) && peers.length > 0 && new Set(peers.map(({ host }) => host)).size === 1 ? (peers[0]?.host ?? used) : used;
}
