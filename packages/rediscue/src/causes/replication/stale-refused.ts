import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { hurt } from '../reach.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { addressText, endpointAt, refusesStale, sourceOf, syncStage } from '../topology.ts';
import { learnedFrom, primaryAt, replicaAt } from '../topology-examples.ts';

export default defineCause({
  code: 'replication/stale-refused',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The replica refuses reads while it is cut off',
  meaning: 'The link to the primary is down and `replica-serve-stale-data` is `no`: every command that needs data is refused with `-MASTERDOWN` until the link is back.',
  detection: 'Reading is refused with `MASTERDOWN`. No copy from the primary is under way.',
  advice: 'Restore the link to the primary; until then, allow old data if the application can live with it.',
  source: 'redis.conf, replica-serve-stale-data',
  needs: ['speak', 'write'],
  explains: ['replication/link-down'],
  detect: (at) => {
    if (!refusesStale(at) || syncStage(at) !== null) return null;
    const source = sourceOf(at);
    const primary = source && endpointAt(at.target, source);
    return {
      ...hurt(at, 'critical'),
      summary: `The replica ${at.subject} refuses every command that needs data (MASTERDOWN): its link to the primary${source ? ` ${addressText(source)}` : ''} is down and replica-serve-stale-data is no.`,
      why: 'with replica-serve-stale-data no, a replica without its primary answers MASTERDOWN',
      evidence: ['speak', 'write', 'info', 'config', ...(primary ? [{ probe: 'connect' as const, subject: primary.subject }] : [])],
      ...(primary && { concerns: [primary.subject] }),
      remedies: [
        ...(source ? [remedy('Bring the primary back, or the way to it', [`rediscue diagnose 'redis://:***@${addressText(source)}/0'`], diagnoseAgain(at))] : []),
        remedy('Serve what it has until then: reads may be old', [`${redisCli(at)} CONFIG SET replica-serve-stale-data yes`], diagnoseAgain(at)),
        remedy(
          'Promote it, if the primary will not come back: writes that it did not copy are lost',
          [`${redisCli(at)} REPLICAOF NO ONE`],
          diagnoseAgain(at),
          'destructive',
          'promote-replica',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'the primary is gone and old data may not be served',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              info: { master_link_status: 'down', master_link_down_since_seconds: '30' },
              facts: {
                target: { readOnly: true },
                write: { state: 'not-asked', readError: 'MASTERDOWN', readReply: "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'." },
                config: { value: { values: { 'replica-serve-stale-data': 'no' } } },
              },
            }),
          },
        },
      },
    ],
    good: [
      {
        name: 'MASTERDOWN while the first copy is under way',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              info: { master_link_status: 'down', master_sync_in_progress: '1' },
              facts: { target: { readOnly: true }, write: { state: 'not-asked', readError: 'MASTERDOWN' } },
            }),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.12:6379', 'primary', 'replication')),
          },
        },
      },
    ],
  },
});
