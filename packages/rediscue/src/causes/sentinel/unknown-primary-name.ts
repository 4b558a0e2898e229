import { change, diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { sentinelsOf } from '../topology.ts';
import { monitored, sentinelAt, sentinelGroup } from '../topology-examples.ts';

export default defineCause({
  code: 'sentinel/unknown-primary-name',
  severity: 'critical',
  scope: 'target',
  title: 'The application asks for a name that Sentinel does not monitor',
  meaning: 'Sentinel answers, but knows no group of that name, so the application never gets an address. The client library usually says only that it found no primary.',
  detection: 'Every Sentinel that answered was asked which groups it monitors; none of them knows the declared name.',
  advice: 'Correct the name in the declaration, or make the Sentinels monitor that group.',
  source: 'redis.io, "High availability with Redis Sentinel", sentinel monitor',
  needs: ['sentinel'],
  explains: ['sentinel/too-few', 'sentinel/stale-topology'],
  reach: 'target',
  detect: (target) => {
    const name = target.declared?.primaryName;
    const sentinels = sentinelsOf(target);
    const [first, ...others] = sentinels;
    if (!name || !first || sentinels.some(({ primary }) => primary)) return null;
    const known = [...new Set(sentinels.flatMap(({ at }) => at.value('sentinel')?.primaries.map((each) => each.name) ?? []))];
    return {
      summary: `No Sentinel monitors "${name}"; ${known.length > 0 ? `they monitor ${known.map((each) => `"${each}"`).join(', ')}` : 'they monitor nothing at all'}.`,
      evidence: [{ probe: 'sentinel', subject: first.at.subject }, ...others.map(({ at }) => ({ probe: 'sentinel' as const, subject: at.subject }))],
      where: places(target).slice(0, 1),
      remedies: [
        ...(known.length > 0 ? [remedy(`Ask for ${known.map((each) => `"${each}"`).join(' or ')} in ${sourceText(target)}`, change(target), diagnoseTarget(target))] : []),
        remedy(
          `Or make each Sentinel monitor "${name}"`,
          sentinels.map(
            ({ at }) =>
              `redis-cli -p ${at.subject.slice(at.subject.lastIndexOf(':') + 1)} -h ${at.subject.slice(0, at.subject.lastIndexOf(':'))} SENTINEL MONITOR ${name} <host> <port> 2`,
          ),
          diagnoseTarget(target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'the group is called otherwise',
        facts: { endpoints: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { name: 'orders' })], { entry: true }) } },
      },
      { name: 'nothing is monitored', facts: { endpoints: { '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [], { entry: true }) } } },
    ],
    good: [{ name: 'the name is known', facts: { endpoints: sentinelGroup() } }],
  },
});
