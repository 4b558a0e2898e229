import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause, type Found, type Undecided } from '../define.ts';
import { redisCli } from '../remedy.ts';
import { answeredBy, isSameServer, roleOf, sharesHistory, standsAt, watchersOf } from '../topology.ts';
import { history, learnedFrom, monitored, primaryAt, replicaSeen, sentinelAt, sentinelGroup, withReplicas } from '../topology-examples.ts';
import type { EndpointView, TargetView } from '../view.ts';

/** Sentinel turns a former primary that came back into a replica within this time. */
const returnSeconds = 60;
/** Servers that were started together differ by less; one that came back after a failover is younger by more. */
const togetherSeconds = 3;

export default defineCause({
  code: 'replication/split-brain',
  severity: 'critical',
  scope: 'target',
  title: 'Two primaries hold the same data set',
  meaning: 'Both accept writes. Whatever is written to one of them is missing on the other, and when one becomes a replica again, all that only it had is thrown away.',
  detection:
    'Two different servers (by run id) of one target, or of its write and its read declaration, both say that they are primaries, and they share a replication id, or Sentinel lists one as a replica of the other. Primaries of a cluster are no such pair. A former primary that came back within the last minute is about to be turned into a replica by Sentinel.',
  advice: "Stop the writes to one of them first. Compare what each holds, keep the one that has more of what matters, save the other one's data, and make it a replica.",
  source: 'redis.io, "Redis replication", replication id explained',
  needs: ['info'],
  explains: ['sentinel/disagreement', 'sentinel/no-replica-to-promote', 'sentinel/stale-topology', 'replication/not-enough-replicas'],
  reach: 'target',
  detect: (target) => {
    const own = primariesOf(target);
    const pairs = own.flatMap((one, index) => own.slice(index + 1).map((other) => [one, other] as const));
    const writers = target.declared?.readOnly ? writersBeside(target).flatMap(primariesOf) : [];
    for (const writer of writers) for (const reader of own.filter((at) => at.isEntry)) pairs.push([writer, reader]);
    return pairs.flatMap(([one, other]) => judge(target, one, other) ?? []);
  },
  examples: {
    bad: [
      {
        name: 'two young servers that Sentinel has failed over between, the old one still a primary',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { replicaList: [replicaSeen('192.0.2.12:6379')] })], { entry: true }),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary'), {
              info: { ...withReplicas(), master_replid2: history, master_replid: 'c'.repeat(40), uptime_in_seconds: '20' },
            }),
            '192.0.2.12:6379': primaryAt('192.0.2.12:6379', learnedFrom('192.0.2.21:26379', 'replica'), { info: { uptime_in_seconds: '21' } }),
          },
        },
      },
      {
        name: 'a replica was promoted while its primary lived',
        facts: {
          targets: {
            'redis://:***@192.0.2.11:6379': { endpoints: { '192.0.2.11:6379': primaryAt('192.0.2.11:6379') } },
            'redis://:***@192.0.2.12:6379': {
              endpoints: {
                '192.0.2.12:6379': primaryAt('192.0.2.12:6379', undefined, {
                  info: { master_replid: 'c'.repeat(40), master_replid2: history },
                  facts: { target: { readOnly: true, use: 'read' } },
                }),
              },
            },
          },
        },
      },
      {
        name: 'Sentinel lists as a replica what says that it is a primary',
        facts: { endpoints: sentinelGroup({ replica: primaryAt('192.0.2.12:6379', learnedFrom('192.0.2.21:26379', 'replica'), { info: { master_replid: 'c'.repeat(40) } }) }) },
      },
    ],
    good: [
      { name: 'a primary and its replica', facts: { endpoints: sentinelGroup() } },
      {
        name: 'two uses, two servers',
        facts: {
          targets: {
            'redis://:***@192.0.2.11:6379': { endpoints: { '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, { facts: { target: { use: 'cache' } } }) } },
            'redis://:***@192.0.2.12:6379': { endpoints: { '192.0.2.12:6379': primaryAt('192.0.2.12:6379', undefined, { facts: { target: { use: 'queue' } } }) } },
          },
        },
      },
      {
        name: 'a former primary came back a moment ago',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { replicaList: [replicaSeen('192.0.2.12:6379')] })], { entry: true }),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary'), {
              info: { ...withReplicas(), master_replid2: history, master_replid: 'c'.repeat(40) },
            }),
            '192.0.2.12:6379': primaryAt('192.0.2.12:6379', learnedFrom('192.0.2.21:26379', 'replica'), { info: { uptime_in_seconds: '5' } }),
          },
        },
      },
    ],
  },
});

const primariesOf = (target: TargetView): EndpointView[] =>
  target.endpoints.filter((at) => roleOf(at) === 'primary' && at.info('run_id') !== undefined && at.info('cluster_enabled') !== '1');

/** Declarations of the same use that are written to. */
function writersBeside(target: TargetView): TargetView[] {
  const use = target.declared?.use ?? null;
  return target.project.targets.filter(
    (other) => other !== target && other.declared !== undefined && !other.declared.readOnly && (use === null || use === 'read' || use === other.declared.use),
  );
}

/** One of the two was started lately, and well after the other one: it is the former primary that came back. */
function hasJustComeBack(one: EndpointView, other: EndpointView): boolean {
  const [first, second] = [one, other].map((at) => at.infoNumber('uptime_in_seconds') ?? Number.POSITIVE_INFINITY) as [number, number];
  return Math.min(first, second) < returnSeconds && Math.abs(first - second) > togetherSeconds;
}

function judge(target: TargetView, one: EndpointView, other: EndpointView): Found | Undecided | null {
  if (isSameServer(one, other)) return null;
  const watchers = watchersOf(target);
  const lists = (primary: EndpointView, replica: EndpointView) =>
    watchers.find((watcher) => standsAt(primary, answeredBy(watcher.primary)) && watcher.primary.replicaList.some((each) => standsAt(replica, each)));
  const watcher = lists(one, other) ?? lists(other, one);
  if (!sharesHistory(one, other) && watcher === undefined) return null;
  if ((watcher && hasJustComeBack(one, other)) || watchers.some(({ primary }) => primary.flags.includes('failover_in_progress')))
    return {
      undecided: `whether ${one.subject} and ${other.subject} stay primaries side by side`,
      needs: 'looking again in a minute: Sentinel is about to turn one of them into a replica',
    };
  const keys = (at: EndpointView) => (at.value('keys') ? ` (${at.value('keys')?.total} keys)` : '');
  return {
    summary: `${one.subject}${keys(one)} and ${other.subject}${keys(other)} are both primaries of the same data: writes to one are missing on the other.`,
    evidence: [
      { probe: 'info', subject: one.subject },
      { probe: 'info', subject: other.subject },
      ...(watcher ? [{ probe: 'sentinel' as const, subject: watcher.at.subject }] : []),
    ],
    concerns: [one.subject, other.subject],
    remedies: [
      remedy(
        'Compare them: when each was promoted, and how far it has written since',
        [`${redisCli(one)} INFO replication`, `${redisCli(other)} INFO replication`],
        'both outputs name the offsets and replication ids',
      ),
      remedy(
        'Save the one to give up, then make it a replica: what only it holds is thrown away',
        [`${redisCli(other)} --rdb split-brain-${other.subject.replace(/[^0-9A-Za-z]+/g, '-')}.rdb`, `${redisCli(other)} REPLICAOF ${one.subject.replace(/:(\d+)$/, ' $1')}`],
        diagnoseTarget(target),
        'destructive',
      ),
    ],
  };
}
