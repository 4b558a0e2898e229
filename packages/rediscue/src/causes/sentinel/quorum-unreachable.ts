import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { hostOf, portOf } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import { addressText, endpointAt, hasNoQuorum, isFlaggedDown, settlingSeconds, watchersOf } from '../topology.ts';
import { monitored, peerSeen, sentinelAt, sentinelGroup } from '../topology-examples.ts';

const noQuorum =
  'NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the specified quorum for this master. Not enough available Sentinels to reach the majority and authorize a failover';

export default defineCause({
  code: 'sentinel/quorum-unreachable',
  severity: 'error',
  scope: 'target',
  title: 'Too few Sentinels see each other to fail over',
  meaning: 'The application works, and stays without Redis when the primary dies: a failover needs the quorum to agree and the majority of all known Sentinels to authorize it.',
  detection: 'CKQUORUM of the Sentinels that answer says NOQUORUM. Sentinels that have only just started are given ten seconds to find each other.',
  advice:
    'Bring the missing Sentinels back. When some are gone for good, SENTINEL RESET on the others makes them forget those. A quorum above the number of Sentinels can never be met.',
  source: 'redis.io, "High availability with Redis Sentinel", SENTINEL CKQUORUM',
  needs: ['sentinel'],
  explains: [
    'sentinel/stale-topology',
    'network/nothing-listening',
    'network/filtered',
    'network/unreachable',
    'network/name-not-found',
    'process/not-running',
    'process/unresponsive',
  ],
  detect: (target) => {
    const watchers = watchersOf(target);
    const without = watchers.filter(({ primary }) => hasNoQuorum(primary));
    const [first] = without;
    // A minority that is cut off does not stop the majority.
    if (!first || without.length < watchers.filter(({ primary }) => primary.quorumCheck !== null).length) return null;
    const { at, primary } = first;
    const gone = primary.sentinelList.filter(isFlaggedDown);
    const uptime = at.infoNumber('uptime_in_seconds');
    // All that are declared know each other: there is nobody left to be found.
    const isComplete = target.entries.length > 1 && watchers.every((each) => each.primary.sentinelList.length + 1 >= Math.max(watchers.length, target.entries.length));
    if (gone.length === 0 && !isComplete && uptime !== undefined && uptime < settlingSeconds)
      return {
        undecided: `whether the Sentinels of "${primary.name}" reach a quorum`,
        needs: `looking again in a few seconds: ${at.subject} started ${uptime} s ago and may not have found the others yet`,
      };
    const known = primary.sentinelList.length + 1;
    const impossible = primary.quorum > known;
    const missing = gone.map((peer) => addressText(peer));
    const concerned = [...watchers.map((each) => each.at.subject), ...gone.flatMap((peer) => endpointAt(target, peer)?.subject ?? [])];
    const entriesGone = target.entries.filter((entry) => entry.get('speak')?.state !== 'resp').map(({ subject }) => subject);
    return {
      summary: impossible
        ? `Sentinel can never fail over "${primary.name}": its quorum is ${primary.quorum}, and only ${known} Sentinel${known === 1 ? ' is' : 's are'} known.`
        : `Too few Sentinels see each other to fail over "${primary.name}": ${known - gone.length} of ${known} are usable, the quorum is ${primary.quorum}${missing.length > 0 ? `; gone: ${missing.join(', ')}` : ''}.`,
      evidence: [{ probe: 'sentinel', subject: at.subject }, ...without.slice(1).map((each) => ({ probe: 'sentinel' as const, subject: each.at.subject }))],
      concerns: [...new Set([...concerned, ...entriesGone])],
      remedies: [
        ...(missing.length > 0
          ? [
              remedy(
                'Start the Sentinels that are gone',
                gone.map((peer) => `rediscue diagnose 'sentinel://${addressText(peer)}/${primary.name}'`),
                `${redisCli(at)} SENTINEL CKQUORUM ${primary.name}`,
              ),
            ]
          : []),
        ...(impossible
          ? [
              remedy(
                `Start more Sentinels (three on three hosts), or lower the quorum to what ${known} can reach`,
                [`redis-cli -h ${hostOf(at)} -p ${portOf(at)} SENTINEL SET ${primary.name} quorum ${Math.floor(known / 2) + 1}`],
                diagnoseTarget(target),
              ),
            ]
          : []),
        ...(missing.length > 0 && !impossible
          ? [
              remedy(
                'Make the others forget Sentinels that will not come back (one after the other, with 30 s between)',
                watchers.map((each) => `${redisCli(each.at)} SENTINEL RESET ${primary.name}`),
                diagnoseTarget(target),
                'disruptive',
              ),
            ]
          : []),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'two of three Sentinels are gone',
        facts: {
          endpoints: sentinelGroup({
            sentinels: {
              '192.0.2.21:26379': sentinelAt(
                '192.0.2.21:26379',
                [
                  monitored('192.0.2.11:6379', {
                    sentinelList: [peerSeen('192.0.2.22:26379', { flags: ['s_down', 'sentinel'] }), peerSeen('192.0.2.23:26379', { flags: ['s_down', 'sentinel'] })],
                    quorumCheck: noQuorum,
                  }),
                ],
                { entry: true },
              ),
            },
          }),
        },
      },
      {
        name: 'one Sentinel with a quorum of two',
        facts: {
          endpoints: sentinelGroup({
            sentinels: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { sentinelList: [], quorumCheck: noQuorum })], { entry: true }) },
          }),
        },
      },
    ],
    good: [
      { name: 'all three see each other', facts: { endpoints: sentinelGroup() } },
      {
        name: 'it started three seconds ago and has not met the others',
        facts: {
          endpoints: sentinelGroup({
            sentinels: {
              '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { sentinelList: [], quorumCheck: noQuorum })], {
                entry: true,
                facts: { info: { value: { redis_mode: 'sentinel', uptime_in_seconds: '3' } } },
              }),
            },
          }),
        },
      },
    ],
  },
});
