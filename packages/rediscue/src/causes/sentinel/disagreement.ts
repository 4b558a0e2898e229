import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { redisCli } from '../remedy.ts';
import { addressText, answeredBy, endpointAt, isSameServer, watchersOf } from '../topology.ts';
import { learnedFrom, monitored, primaryAt, sentinelAt, sentinelGroup } from '../topology-examples.ts';
import type { TargetView } from '../view.ts';

export default defineCause({
  code: 'sentinel/disagreement',
  severity: 'critical',
  scope: 'target',
  title: 'The Sentinels name different primaries',
  meaning: 'Which server the application gets depends on which Sentinel it asks: some of its processes write to one server, some to another.',
  detection:
    'Every Sentinel is asked for the address of the primary; the answers differ and lead to different servers (by run id, where they can be asked). During a failover they may differ for some seconds.',
  advice: 'Find out which primary is the right one. Let the Sentinels that are wrong forget the group and monitor the right address.',
  source: 'redis.io, "High availability with Redis Sentinel", configuration propagation',
  needs: ['sentinel'],
  explains: ['sentinel/stale-topology', 'sentinel/too-few', 'sentinel/quorum-unreachable', 'sentinel/no-replica-to-promote', 'sentinel/slow-detection'],
  reach: 'target',
  detect: (target) => {
    const watchers = watchersOf(target);
    const groups: (typeof watchers)[] = [];
    for (const watcher of watchers) {
      const group = groups.find(([other]) => other && isSame(target, addressText(answeredBy(other.primary)), addressText(answeredBy(watcher.primary))));
      if (group) group.push(watcher);
      else groups.push([watcher]);
    }
    if (groups.length < 2) return null;
    const [name] = watchers.map(({ primary }) => primary.name);
    if (watchers.some(({ primary }) => primary.flags.includes('failover_in_progress')))
      return { undecided: `whether the Sentinels agree on the primary of "${name}"`, needs: 'looking again in some seconds: a failover is under way' };
    const [most, ...rest] = groups.toSorted((a, b) => b.length - a.length || epoch(b) - epoch(a));
    const right = most?.[0] ? answeredBy(most[0].primary) : undefined;
    const views = groups.map(
      (group) =>
        `${group.map(({ at }) => at.subject).join(', ')} ${group.length === 1 ? 'says' : 'say'} ${addressText(answeredBy((group[0] as (typeof watchers)[number]).primary))}`,
    );
    const wrong = rest.flat();
    return {
      summary: `The Sentinels name different primaries for "${name}": ${views.join('; ')}.`,
      evidence: [{ probe: 'sentinel', subject: watchers[0]?.at.subject ?? '' }, ...watchers.slice(1).map(({ at }) => ({ probe: 'sentinel' as const, subject: at.subject }))],
      remedies: [
        ...(right
          ? [
              remedy(
                `If ${addressText(right)} is the right one, let the others watch it (give them auth-pass again if it has a password)`,
                wrong.flatMap(({ at, primary }) => [
                  `${redisCli(at)} SENTINEL REMOVE ${primary.name}`,
                  `${redisCli(at)} SENTINEL MONITOR ${primary.name} ${right.host} ${right.port} ${primary.quorum}`,
                ]),
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
        name: 'one Sentinel was set up with another server',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { replicaList: [], sentinelList: [] })], { entry: true }),
            '192.0.2.22:26379': sentinelAt('192.0.2.22:26379', [monitored('192.0.2.31:6379', { replicaList: [], sentinelList: [] })], {
              learned: learnedFrom('target', 'entry', 'target'),
            }),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary')),
            '192.0.2.31:6379': primaryAt('192.0.2.31:6379', learnedFrom('192.0.2.22:26379', 'primary'), { info: { master_replid: 'e'.repeat(40) } }),
          },
        },
      },
    ],
    good: [
      { name: 'all name the same', facts: { endpoints: sentinelGroup() } },
      {
        name: 'two names of one server',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379')], { entry: true }),
            '192.0.2.22:26379': sentinelAt('192.0.2.22:26379', [monitored('redis-1.example:6379')], { learned: learnedFrom('192.0.2.21:26379', 'sentinel') }),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary')),
            'redis-1.example:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.22:26379', 'primary')),
          },
        },
      },
    ],
  },
});

const epoch = (group: readonly { primary: { configEpoch: number } }[]): number => Math.max(...group.map(({ primary }) => primary.configEpoch));

function isSame(target: TargetView, one: string, other: string): boolean {
  if (one === other) return true;
  const at = (subject: string) =>
    endpointAt(target, { host: subject.slice(0, subject.lastIndexOf(':')).replace(/^\[|\]$/g, ''), port: Number(subject.slice(subject.lastIndexOf(':') + 1)) });
  const [first, second] = [at(one), at(other)];
  return first !== undefined && second !== undefined && isSameServer(first, second);
}
