import type { FactData } from '../../facts/index.ts';
import { diagnoseTarget, remedy } from '../declaration.ts';
import { isOwn, isWhole, monitorsOf, passwordOf, sentinelSetting, serverAt, together } from '../declared-stack.ts';
import { type Cited, defineCause, type Found } from '../define.ts';
import type { EndpointExample } from '../examples.ts';
import { change as changeFile, declaredSentinels, endpointsOf, programs } from '../in-files.ts';
import type { EndpointView, TargetView } from '../view.ts';

type Primary = Extract<FactData<'sentinel'>, { state: 'ok' }>['value']['primaries'][number];

const isDown = (primary: Primary): boolean => primary.flags.includes('s_down') || primary.flags.includes('o_down');
/** A primary that answers Sentinel's PING, only not well: neither dead nor cut off. */
const answersWithError = (primary: Primary): boolean => primary.lastErrorReply !== null;
/** Without any word on its answers, a link that stands tells the same; Sentinel drops the link of a primary that it calls down, in time. */
const hasLink = (primary: Primary): boolean => !primary.flags.includes('disconnected');
const saysRefused = (primary: Primary): boolean => /NOAUTH|WRONGPASS|NOPERM/.test(primary.lastErrorReply ?? '');

function endpointOf(target: TargetView, primary: Primary): EndpointView | undefined {
  const subject = primary.host.includes(':') ? `[${primary.host}]:${primary.port}` : `${primary.host}:${primary.port}`;
  return target.project.targets.map((each) => each.endpoint(subject)).find((each) => each !== undefined);
}

/** It answers us, and asks for a password first. */
const answersProtected = (at: EndpointView | undefined): boolean =>
  at?.get('speak')?.state === 'resp' && (at.get('speak')?.error === 'NOAUTH' || at.get('auth')?.openWithoutLogin === false);

function exampleSentinel(over: Partial<Primary>): { state: 'ok'; value: Extract<FactData<'sentinel'>, { state: 'ok' }>['value'] } {
  return {
    state: 'ok',
    value: {
      myId: 's1',
      tilt: false,
      resolveHostnames: false,
      announceHostnames: false,
      primaries: [
        {
          name: 'main',
          host: '192.0.2.10',
          port: 6379,
          flags: ['master'],
          quorum: 2,
          otherSentinels: 2,
          replicas: 1,
          downAfterMs: 5000,
          failoverTimeoutMs: 60000,
          configEpoch: 0,
          quorumCheck: 'OK 3 usable Sentinels',
          replicaList: [],
          sentinelList: [],
          answered: { host: '192.0.2.10', port: 6379 },
          lastErrorReply: null,
          lastOkPingMs: 300,
          runId: null,
          ...over,
        },
      ],
    },
  };
}
const entry = (over: Partial<Primary>): EndpointExample => ({
  target: { kind: 'sentinel', primaryName: 'main' },
  role: { state: 'ok', value: { role: 'sentinel', primaries: ['main'] } },
  sentinel: exampleSentinel(over),
});
const learnedPrimary = { learned: { from: 'sentinel', by: 'sentinel.example:26379', as: 'primary' } } as const;

export default defineCause({
  code: 'auth/sentinel-credentials-missing',
  severity: 'error',
  scope: 'target',
  title: 'Sentinel cannot log in to the primary that it watches',
  meaning:
    'Sentinel takes `-NOAUTH` for an answer of a dead server: it calls a healthy primary down, finds no replicas and no other Sentinels, and cannot fail over when it is needed.',
  detection:
    "Sentinel flags the primary as down although its PING is answered, only with an error, and the primary answers us and asks for a password. When Sentinel's PING is not answered at all, it is the way or the primary.",
  advice: 'Set `auth-pass` (and `auth-user`) for the primary on every Sentinel.',
  source: 'Measured with Redis 7.0.15: without auth-pass a healthy protected primary is declared down',
  needs: ['sentinel'],
  explains: ['sentinel/primary-down', 'sentinel/no-replica-to-promote', 'sentinel/quorum-unreachable', 'sentinel/too-few', 'sentinel/stale-topology', 'sentinel/disagreement'],
  detect: (target) => {
    const found = new Map<string, { primary: Primary; at: EndpointView | undefined; by: EndpointView[] }>();
    for (const sentinel of target.endpoints)
      for (const primary of sentinel.value('sentinel')?.primaries ?? []) {
        if (target.declared?.primaryName && primary.name !== target.declared.primaryName) continue;
        const at = endpointOf(target, primary);
        if (!isDown(primary) || !(saysRefused(primary) || (answersProtected(at) && (answersWithError(primary) || hasLink(primary))))) continue;
        const known = found.get(primary.name) ?? { primary, at, by: [] };
        known.by.push(sentinel);
        found.set(primary.name, known);
      }
    return [...found.values()].map(({ primary, at, by }): Found => {
      const evidence: [Cited, ...Cited[]] = [{ probe: 'sentinel', subject: by[0]?.subject ?? '' }];
      for (const other of by.slice(1)) evidence.push({ probe: 'sentinel', subject: other.subject });
      if (at) evidence.push({ probe: 'speak', subject: at.subject });
      const names = by.map((each) => each.subject);
      const first = by[0]?.subject ?? '';
      const colon = first.lastIndexOf(':');
      return {
        summary: `${by.length === 1 ? `The Sentinel ${first} calls` : `${by.length} Sentinels (${names.join(', ')}) call`} ${primary.name} at ${primary.host}:${primary.port} down, although it answers: it wants a password that Sentinel does not give.`,
        why: `Sentinel gives no valid password to ${primary.name}`,
        evidence,
        concerns: [...names, ...(at ? [at.subject] : [])],
        remedies: [
          remedy(
            `Give each Sentinel the password of ${primary.name} (it is asked for, and not shown)`,
            [
              `read -rs PRIMARY_PASSWORD`,
              ...names.map(
                (name) =>
                  `printf 'SENTINEL SET ${primary.name} auth-pass "%s"\\n' "$PRIMARY_PASSWORD" | redis-cli -h ${name.slice(0, name.lastIndexOf(':'))} -p ${name.slice(name.lastIndexOf(':') + 1)}`,
              ),
            ],
            `redis-cli -h ${first.slice(0, colon)} -p ${first.slice(colon + 1)} SENTINEL MASTER ${primary.name} | grep -A1 flags`,
          ),
          remedy('Look again', [diagnoseTarget(target)], diagnoseTarget(target)),
        ],
      };
    });
  },
  inFiles: {
    detect: (project) => {
      const mute = declaredSentinels(project)
        .filter((sentinel) => isWhole(sentinel) && isOwn(project, sentinel))
        .flatMap((sentinel) =>
          monitorsOf(sentinel).flatMap(({ name, host, port, place }) => {
            const primary = serverAt(project, sentinel, host, port);
            const isMute = primary?.kind === 'redis' && passwordOf(primary) !== null && sentinelSetting(sentinel, 'auth-pass', name) === null;
            return isMute ? [{ sentinel, name, host, at: place, primary }] : [];
          }),
        );
      return together(mute).flatMap(({ who, all, sentinel, name, at, places }): Found[] => {
        const primary = mute.find((each) => each.sentinel === sentinel && each.name === name)?.primary;
        if (!primary) return [];
        const isOne = all.length === 1;
        return [
          {
            summary: `${who} ${isOne ? 'watches' : 'watch'} "${name}" without a password, and ${primary.name} asks for one: a healthy primary is taken for dead.`,
            why: `${who} ${isOne ? 'gives' : 'give'} no password to "${name}"`,
            evidence: programs(sentinel, primary, ...all.slice(1)),
            where: places,
            concerns: [...all, primary].flatMap((each) => endpointsOf(project, each)),
            remedies: [changeFile(`Give each Sentinel the password of ${primary.name}: \`sentinel auth-pass ${name} …\` below this line`, at)],
          },
        ];
      });
    },
  },
  examples: {
    bad: [
      {
        name: 'flagged down over a connection that stands, while the primary answers -NOAUTH',
        facts: {
          endpoints: { 'sentinel.example:26379': entry({ flags: ['s_down', 'master'], otherSentinels: 0, replicas: 0, lastOkPingMs: 40000 }), '192.0.2.10:6379': learnedPrimary },
        },
      },
      {
        name: 'its PING is answered with an error, and its link dropped',
        facts: {
          endpoints: {
            'sentinel.example:26379': entry({
              flags: ['s_down', 'o_down', 'master', 'disconnected'],
              lastOkPingMs: 8000,
              lastErrorReply: 'PING is answered with an error, and was last answered well 8 s ago',
            }),
            '192.0.2.10:6379': learnedPrimary,
          },
        },
        recordedFrom: 'Redis 7.0.15',
      },
    ],
    good: [
      { name: 'Sentinel sees it well', facts: { endpoints: { 'sentinel.example:26379': entry({}), '192.0.2.10:6379': learnedPrimary } } },
      {
        name: 'the primary is really down',
        facts: {
          endpoints: {
            'sentinel.example:26379': entry({ flags: ['s_down', 'o_down', 'master', 'disconnected'] }),
            '192.0.2.10:6379': {
              ...learnedPrimary,
              speak: null,
              auth: null,
              connect: { used: null, attempts: [{ address: '192.0.2.10', port: 6379, state: 'refused', code: 'ECONNREFUSED', ms: 1 }] },
            },
          },
        },
      },
      {
        name: 'Sentinel cannot reach it, we can',
        facts: { endpoints: { 'sentinel.example:26379': entry({ flags: ['s_down', 'master', 'disconnected'] }), '192.0.2.10:6379': learnedPrimary } },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the primary asks for a password',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
        at: 'sentinel/sentinel.conf:2',
      },
      {
        name: 'configurations of one host',
        files: { 'redis.conf': 'port 6379\nrequirepass u8Zr2Kq0pLw5\n', 'sentinel.conf': 'port 26379\nsentinel monitor main 127.0.0.1 6379 2\n' },
        at: 'sentinel.conf:2',
      },
    ],
    good: [
      {
        name: 'compose: it is given',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\nsentinel auth-pass main u8Zr2Kq0pLw5\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
      },
      {
        name: 'compose: the primary has none',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
      },
      {
        name: 'another machine is watched',
        files: { 'redis.conf': 'port 6379\nrequirepass u8Zr2Kq0pLw5\n', 'sentinel.conf': 'port 26379\nsentinel monitor main 10.0.3.7 6379 2\n' },
      },
    ],
  },
});
