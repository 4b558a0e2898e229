import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { unconnected } from '../example-parts.ts';
import { isUsable } from '../reach.ts';
import { addressText, answeredBy, endpointAt, isFlaggedDown, type MonitoredPrimary, replicasOf, standsAt, syncStage, watchersOf } from '../topology.ts';
import { learnedFrom, monitored, primaryAt, replicaAt, replicaSeen, sentinelAt, sentinelGroup } from '../topology-examples.ts';

/** Sentinel asks a replica every ten seconds, and gives one that came back some time before it corrects its role. */
const returnSeconds = 60;

export default defineCause({
  code: 'sentinel/no-replica-to-promote',
  severity: 'error',
  scope: 'target',
  title: 'No replica is left that Sentinel could promote',
  meaning:
    'The primary lives and the application works. When the primary dies there is nothing to fail over to: the service stays down until a person acts, and the data is on one machine only.',
  detection:
    'The primary answers, and each replica that Sentinel lists is down, disconnected, cut off from the primary, or excluded by priority 0. A warning only when there never was a replica. A replica that is just copying, or was started in the last minute, does not count as lost; nor one that the primary itself lists as online.',
  advice: 'Bring a replica back, or add one.',
  source: 'redis.io, "High availability with Redis Sentinel", replica selection',
  needs: ['sentinel'],
  explains: ['sentinel/stale-topology'],
  detect: (target) => {
    const [watcher] = watchersOf(target).filter(({ primary }) => !isFlaggedDown(primary));
    if (!watcher) return null;
    const { at, primary } = watcher;
    const seen = endpointAt(target, answeredBy(primary));
    if (!seen || !isUsable(seen)) return null;
    // Sentinel asks the primary every ten seconds: a new replica may be known to the primary alone.
    if (replicasOf(seen).some(({ address }) => !primary.replicaList.some((each) => each.port === address.port && each.host === address.host))) return null;
    const online = replicasOf(seen).filter(({ state }) => state === 'online');
    const fit = primary.replicaList.filter(
      (replica) => unfit(replica) === null || (replica.priority > 0 && online.some(({ address }) => address.port === replica.port && address.host === replica.host)),
    );
    const copying = target.endpoints.some((each) => primary.replicaList.some((replica) => standsAt(each, replica)) && syncStage(each) !== null);
    if (fit.length > 0 || copying) return null;
    const fresh = target.endpoints.find(
      (each) => isUsable(each) && (each.infoNumber('uptime_in_seconds') ?? returnSeconds) < returnSeconds && primary.replicaList.some((replica) => standsAt(each, replica)),
    );
    if (fresh) return { undecided: `whether ${fresh.subject} becomes a replica that could be promoted`, needs: 'looking again in a minute: it has just been started' };
    const never = primary.replicaList.length === 0;
    const list = primary.replicaList.map((replica) => `${addressText(replica)} ${unfit(replica)}`).join('; ');
    return {
      ...(never && { severity: 'warning' as const }),
      summary: never
        ? `The primary of "${primary.name}" (${seen.subject}) has no replica: Sentinel has nothing to promote when it dies.`
        : `No replica of "${primary.name}" could be promoted when ${seen.subject} dies: ${list}.`,
      evidence: [
        { probe: 'sentinel', subject: at.subject },
        { probe: 'info', subject: seen.subject },
      ],
      concerns: [at.subject, ...target.endpoints.filter((each) => primary.replicaList.some((replica) => standsAt(each, replica))).map(({ subject }) => subject)],
      remedies: [remedy(never ? 'Add a replica' : 'Bring a replica back', [`redis-cli -h <replica> REPLICAOF ${seen.subject.replace(/:(\d+)$/, ' $1')}`], diagnoseTarget(target))],
    };
  },
  examples: {
    bad: [
      {
        name: 'the only replica is down',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt(
              '192.0.2.21:26379',
              [monitored('192.0.2.11:6379', { replicaList: [replicaSeen('192.0.2.12:6379', { flags: ['s_down', 'slave', 'disconnected'], linkOk: false, downForMs: 60000 })] })],
              {
                entry: true,
              },
            ),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary')),
            '192.0.2.12:6379': { ...replicaAt('192.0.2.12:6379', '192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'replica')), ...unconnected('refused', ['192.0.2.12']) },
          },
        },
      },
      {
        name: 'there never was a replica',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { replicaList: [] })], { entry: true }),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary')),
          },
        },
      },
    ],
    good: [{ name: 'one replica follows', facts: { endpoints: sentinelGroup() } }],
  },
});

/** Why a replica cannot be promoted; null when it can. */
function unfit(replica: MonitoredPrimary['replicaList'][number]): string | null {
  if (isFlaggedDown(replica)) return 'is down';
  if (replica.flags.includes('disconnected')) return 'is disconnected';
  if (replica.priority === 0) return 'has priority 0';
  return replica.linkOk ? null : 'is cut off from the primary';
}
