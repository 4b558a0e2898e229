import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { redisCli } from '../remedy.ts';
import { watchersOf } from '../topology.ts';
import { monitored, sentinelAt, sentinelGroup } from '../topology-examples.ts';

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
});
