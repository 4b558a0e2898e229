import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { unconnected } from '../example-parts.ts';
import { redisCli } from '../remedy.ts';
import { addressText, endpointAt, hasNoQuorum, isFlaggedDown, isOutOfReach, watchersOf } from '../topology.ts';
import { learnedFrom, monitored, peerSeen, replicaAt, replicaSeen, sentinelAt, sentinelGroup } from '../topology-examples.ts';

export default defineCause({
  code: 'sentinel/stale-topology',
  severity: 'warning',
  scope: 'target',
  title: 'Sentinel still lists servers that are gone',
  meaning:
    'Sentinel never forgets a replica or a Sentinel by itself. Those that are gone count towards the majority that a failover needs, and clients that ask for replicas get dead addresses.',
  detection: 'Sentinel flags a replica or another Sentinel as down, and it cannot be reached from here either.',
  advice: 'Start what is missing. What will not come back is forgotten by SENTINEL RESET, on one Sentinel after the other.',
  source: 'redis.io, "High availability with Redis Sentinel", removing the old primary or unreachable replicas',
  needs: ['sentinel'],
  explains: [],
  detect: (target) => {
    const watchers = watchersOf(target);
    const [first] = watchers;
    if (!first) return null;
    const gone = new Map<string, { what: string; by: string; subject: string | undefined }>();
    for (const { at, primary } of watchers)
      for (const [what, peers] of [
        ['replica', primary.replicaList],
        ['Sentinel', primary.sentinelList],
      ] as const)
        for (const peer of peers) {
          const seen = endpointAt(target, peer);
          // Sentinels that are missing for a quorum are told as sentinel/quorum-unreachable.
          if (what === 'Sentinel' && hasNoQuorum(primary)) continue;
          if (isFlaggedDown(peer) && (seen === undefined || isOutOfReach(seen))) gone.set(addressText(peer), { what, by: at.subject, subject: seen?.subject });
        }
    if (gone.size === 0) return null;
    const all = [...gone];
    return {
      summary: `Sentinel lists ${all.map(([address, { what }]) => `the ${what} ${address}`).join(', ')} for "${first.primary.name}", and ${all.length === 1 ? 'it is' : 'they are'} gone.`,
      evidence: [
        { probe: 'sentinel', subject: all[0]?.[1].by ?? first.at.subject },
        ...all.flatMap(([, { subject }]) => (subject ? [{ probe: 'connect' as const, subject }] : [])),
      ],
      concerns: all.flatMap(([address, { subject }]) => subject ?? address),
      remedies: [
        remedy(
          'Start them again',
          all.map(([address]) => `rediscue diagnose 'redis://:***@${address}'`),
          diagnoseTarget(target),
        ),
        remedy(
          'Or make each Sentinel forget them, one after the other with 30 s between',
          watchers.map(({ at }) => `${redisCli(at)} SENTINEL RESET ${first.primary.name}`),
          diagnoseTarget(target),
          'disruptive',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'the former primary never came back, another replica follows',
        facts: {
          endpoints: {
            ...sentinelGroup({
              sentinels: {
                '192.0.2.21:26379': sentinelAt(
                  '192.0.2.21:26379',
                  [
                    monitored('192.0.2.11:6379', {
                      replicaList: [replicaSeen('192.0.2.12:6379'), replicaSeen('192.0.2.13:6379', { flags: ['s_down', 'slave', 'disconnected'], linkOk: false })],
                    }),
                  ],
                  {
                    entry: true,
                  },
                ),
              },
            }),
            '192.0.2.13:6379': { ...replicaAt('192.0.2.13:6379', '192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'replica')), ...unconnected('timed-out', ['192.0.2.13']) },
          },
        },
      },
      {
        name: 'a Sentinel that was moved is still listed',
        facts: {
          endpoints: sentinelGroup({
            sentinels: {
              '192.0.2.21:26379': sentinelAt(
                '192.0.2.21:26379',
                [
                  monitored('192.0.2.11:6379', {
                    sentinelList: [peerSeen('192.0.2.22:26379'), peerSeen('192.0.2.23:26379'), peerSeen('192.0.2.24:26379', { flags: ['s_down', 'sentinel'] })],
                  }),
                ],
                { entry: true },
              ),
            },
          }),
        },
      },
    ],
    good: [{ name: 'all listed ones answer', facts: { endpoints: sentinelGroup() } }],
  },
});
