import { diagnoseTarget, remedy } from '../declaration.ts';
import { isForTrial, isOwn, isWhole, monitorsOf, sentinelSetting, together } from '../declared-stack.ts';
import type { Found } from '../define.ts';
import { defineCause } from '../define.ts';
import { change as changeFile, declaredSentinels, endpointsOf, programs } from '../in-files.ts';
import { redisCli } from '../remedy.ts';
import { watchersOf } from '../topology.ts';
import { monitored, sentinelAt, sentinelGroup } from '../topology-examples.ts';
import type { ProgramView } from '../view.ts';

/** The whole failover is to be over in this time. */
const goalMs = 30_000;
/** Agreement, election, promotion and the clients' turn after the detection. */
const afterDetectionMs = 5_000;

export default defineCause({
  code: 'sentinel/slow-detection',
  severity: 'warning',
  scope: 'target',
  title: 'Sentinel notices a dead primary too late',
  meaning:
    'Only after `down-after-milliseconds` without an answer does a failover begin, and it needs some seconds itself. The default of 30 s alone uses up the goal of 30 s for the whole.',
  detection: '`down-after-milliseconds` plus five seconds for agreement, election and promotion is over 30 s.',
  advice: 'Set `down-after-milliseconds` to 2000 to 5000, on every Sentinel.',
  source: 'sentinel.conf, down-after-milliseconds (default 30000)',
  needs: ['sentinel'],
  explains: [],
  detect: (target) => {
    const slow = watchersOf(target).filter(({ primary }) => primary.downAfterMs + afterDetectionMs > goalMs);
    const [first] = slow;
    if (!first) return null;
    return {
      summary: `Sentinel calls the primary of "${first.primary.name}" dead only after ${Math.round(first.primary.downAfterMs / 1000)} s: a failover cannot be over in ${goalMs / 1000} s.`,
      evidence: [{ probe: 'sentinel', subject: first.at.subject }],
      concerns: slow.map(({ at }) => at.subject),
      remedies: [
        remedy(
          'Detect sooner, on every Sentinel',
          slow.map(({ at, primary }) => `${redisCli(at)} SENTINEL SET ${primary.name} down-after-milliseconds 5000`),
          diagnoseTarget(target),
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) => {
      const slow = declaredSentinels(project)
        .filter((sentinel) => isWhole(sentinel) && isOwn(project, sentinel) && !isForTrial(sentinel))
        .flatMap((sentinel) =>
          monitorsOf(sentinel).flatMap(({ name, host, place }) =>
            detectsAfter(sentinel, name) + afterDetectionMs > goalMs ? [{ sentinel, name, host, at: lineOf(sentinel, name)?.place ?? place }] : [],
          ),
        );
      return together(slow).map(({ who, all, sentinel, name, at, places }): Found => {
        const line = lineOf(sentinel, name);
        const isOne = all.length === 1;
        return {
          summary: `${who} ${isOne ? 'calls' : 'call'} the primary of "${name}" dead only after ${Math.round(detectsAfter(sentinel, name) / 1000)} s${line ? '' : ', the default'}: a failover cannot be over in ${goalMs / 1000} s.`,
          evidence: programs(sentinel, ...all.slice(1)),
          where: places,
          concerns: all.flatMap((each) => endpointsOf(project, each)),
          remedies: [changeFile(`Write \`sentinel down-after-milliseconds ${name} 5000\`, for every Sentinel`, at, line ? { find: line.value, replace: '5000' } : null)],
        };
      });
    },
  },
  examples: {
    bad: [
      {
        name: 'the default of 30 s',
        facts: {
          endpoints: sentinelGroup({ sentinels: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { downAfterMs: 30000 })], { entry: true }) } }),
        },
      },
    ],
    good: [{ name: 'five seconds', facts: { endpoints: sentinelGroup() } }],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the default',
        files: {
          'sentinel/sentinel.conf': 'sentinel resolve-hostnames yes\nsentinel monitor main primary 6379 2\n',
          'docker-compose.yml':
            'services:\n  primary:\n    image: redis:7.4\n  sentinel:\n    image: redis:7.4\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
        },
        at: 'sentinel/sentinel.conf:2',
      },
      {
        name: 'a minute',
        files: { 'sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\nsentinel down-after-milliseconds main 60000\n' },
        at: 'sentinel.conf:2',
      },
    ],
    good: [
      { name: 'five seconds', files: { 'sentinel.conf': 'sentinel monitor main 10.0.3.7 6379 2\nsentinel down-after-milliseconds main 5000\n' } },
      { name: 'nothing is monitored', files: { 'sentinel.conf': 'port 26379\n' } },
    ],
  },
});

const lineOf = (sentinel: ProgramView, name: string) => sentinelSetting(sentinel, 'down-after-milliseconds', name);

/** Bitnami's image has a default of its own, which its version decides. */
function detectsAfter(sentinel: ProgramView, name: string): number {
  const line = lineOf(sentinel, name);
  if (line) return Number(line.value);
  return /bitnami/.test(sentinel.image?.value ?? '') ? Number.NaN : 30_000;
}
