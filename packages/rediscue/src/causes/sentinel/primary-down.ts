import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { unconnected } from '../example-parts.ts';
import { redisCli } from '../remedy.ts';
import { addressText, answeredBy, endpointAt, isFlaggedDown, type MonitoredPrimary, roleOf, watchersOf } from '../topology.ts';
import { learnedFrom, monitored, peerSeen, primaryAt, replicaSeen, sentinelAt, sentinelGroup } from '../topology-examples.ts';

const alone = [peerSeen('192.0.2.22:26379', { flags: ['s_down', 'sentinel'] }), peerSeen('192.0.2.23:26379', { flags: ['s_down', 'sentinel'] })];
const deadPrimary = { ...primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary')), ...unconnected('refused', ['192.0.2.11']) };

export default defineCause({
  code: 'sentinel/primary-down',
  severity: 'critical',
  scope: 'target',
  title: 'The primary is down and Sentinel has not promoted another',
  meaning:
    'Sentinel still sends the application to a primary that is dead. Either a failover is under way, or Sentinel cannot make one: no replica is fit for it, or too few Sentinels agree.',
  detection:
    'Sentinel flags the primary as down (`s_down`, `o_down`), and it does not answer here either. CKQUORUM, the list of replicas and the flags say why no other was promoted.',
  advice: 'Start the primary again, or remove what stops the failover. `SENTINEL FAILOVER` needs no agreement of the others, but it needs a replica.',
  source: 'redis.io, "High availability with Redis Sentinel", SDOWN and ODOWN',
  needs: ['sentinel'],
  explains: [
    'sentinel/quorum-unreachable',
    'sentinel/no-replica-to-promote',
    'sentinel/stale-topology',
    'sentinel/slow-detection',
    'network/nothing-listening',
    'network/filtered',
    'network/unreachable',
    'network/name-not-found',
    'process/not-running',
    'process/unresponsive',
    'replication/link-down',
    'replication/stale-refused',
    'replication/write-to-replica',
  ],
  detect: (target) => {
    const watchers = watchersOf(target).filter(({ primary }) => isFlaggedDown(primary));
    const [watcher] = watchers.toSorted((a, b) => Number(b.primary.flags.includes('o_down')) - Number(a.primary.flags.includes('o_down')));
    if (!watcher) return null;
    const { at, primary } = watcher;
    const address = answeredBy(primary);
    const seen = endpointAt(target, address);
    // A primary that answers us, and that only Sentinel cannot use, is a fault of Sentinel's credentials or of its way there.
    if (seen?.get('speak')?.state === 'resp' && roleOf(seen) !== 'replica') return null;
    return {
      summary: `The primary of "${primary.name}" (${addressText(address)}) is down and Sentinel has not promoted another: ${why(primary)}.`,
      evidence: [
        { probe: 'sentinel', subject: at.subject },
        ...(seen
          ? [
              { probe: 'connect' as const, subject: seen.subject },
              { probe: 'speak' as const, subject: seen.subject },
            ]
          : []),
      ],
      remedies: [
        remedy(`Start the primary ${addressText(address)} again`, [`rediscue diagnose 'redis://:***@${addressText(address)}/0'`], diagnoseTarget(target)),
        remedy(
          'See what Sentinel needs for a failover',
          [`${redisCli(at)} SENTINEL CKQUORUM ${primary.name}`, `${redisCli(at)} SENTINEL REPLICAS ${primary.name}`],
          diagnoseTarget(target),
        ),
        ...(primary.replicaList.some((replica) => !isFlaggedDown(replica) && replica.priority > 0)
          ? [
              remedy(
                'Promote a replica without asking the other Sentinels: writes that it did not copy are lost',
                [`${redisCli(at)} SENTINEL FAILOVER ${primary.name}`],
                diagnoseTarget(target),
                'destructive',
                'promote-replica',
              ),
            ]
          : []),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'one of three Sentinels is left, and the primary died',
        facts: {
          endpoints: sentinelGroup({
            sentinels: {
              '192.0.2.21:26379': sentinelAt(
                '192.0.2.21:26379',
                [
                  monitored('192.0.2.11:6379', {
                    flags: ['s_down', 'master'],
                    sentinelList: alone,
                    quorumCheck: 'NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the specified quorum for this master.',
                  }),
                ],
                { entry: true },
              ),
            },
            primary: deadPrimary,
          }),
        },
      },
      {
        name: 'no replica is left',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt(
              '192.0.2.21:26379',
              [
                monitored('192.0.2.11:6379', {
                  flags: ['s_down', 'o_down', 'master'],
                  replicaList: [replicaSeen('192.0.2.12:6379', { flags: ['s_down', 'slave', 'disconnected'], downForMs: 90000 })],
                }),
              ],
              { entry: true },
            ),
            '192.0.2.11:6379': deadPrimary,
          },
        },
      },
      {
        name: 'an election goes on, but there is nobody to promote',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { flags: ['s_down', 'o_down', 'master', 'failover_in_progress'], replicaList: [] })], {
              entry: true,
            }),
            '192.0.2.11:6379': deadPrimary,
          },
        },
        says: 'it has no replica',
      },
    ],
    good: [
      { name: 'the whole group is well', facts: { endpoints: sentinelGroup() } },
      {
        name: 'Sentinel may not log in to a primary that is well',
        facts: {
          endpoints: sentinelGroup({
            sentinels: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { flags: ['s_down', 'master'] })], { entry: true }) },
          }),
        },
      },
    ],
  },
});

/** Why there is no new primary, as a clause. */
function why(primary: MonitoredPrimary): string {
  const fit = primary.replicaList.filter((replica) => !isFlaggedDown(replica) && !replica.flags.includes('disconnected') && replica.priority > 0);
  const reasons: string[] = [];
  if (primary.quorumCheck !== null && !primary.quorumCheck.startsWith('OK')) reasons.push(`too few Sentinels agree (${primary.quorumCheck.replace(/\.$/, '')})`);
  if (primary.replicaList.length === 0) reasons.push('it has no replica');
  else if (fit.length === 0) reasons.push(`none of its ${primary.replicaList.length} replicas is fit to be promoted`);
  if (reasons.length > 0) return reasons.join(', and ');
  if (primary.flags.includes('failover_in_progress')) return 'a failover is under way';
  return primary.flags.includes('o_down') ? 'the failover has not begun yet' : 'the other Sentinels have not agreed yet';
}
