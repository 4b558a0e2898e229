import { change, diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { isUsable } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import { addressText, endpointAt, refusesStale, sourceOf } from '../topology.ts';
import { learnedFrom, primaryAt, replicaAt } from '../topology-examples.ts';

export default defineCause({
  code: 'replication/write-to-replica',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The application writes to a replica',
  meaning:
    'The server is a read-only copy of another one: reads work, every write is refused with `-READONLY`. It often begins after a failover, when the address still points to the former primary.',
  detection: "The probe's own small write is refused with `READONLY`, and the target is not declared for reads only. INFO and ROLE name the primary, which is looked at too.",
  advice: 'Point the application to the primary, or to Sentinel, which always knows it. Where the primary is lost for good, promote this replica.',
  source: 'redis.io, "Redis replication", read-only replicas',
  needs: ['write'],
  explains: [],
  detect: (at) => {
    const learned = at.get('learned');
    const meant = at.isEntry ? at.target.declared?.kind !== 'cluster' : learned?.from === 'sentinel' && learned.as === 'primary';
    if (!meant || at.target.declared?.readOnly || at.get('write')?.error !== 'READONLY' || refusesStale(at)) return null;
    const source = sourceOf(at);
    const primary = source && endpointAt(at.target, source);
    const to = source ? addressText(source) : undefined;
    const isAlive = primary === undefined ? undefined : isUsable(primary);
    const state = isAlive === undefined ? '' : isAlive ? ', which answers' : ', which does not answer';
    const link = at.info('master_link_status');
    return {
      summary: `${at.subject} is a read-only replica${to ? ` of ${to}${state}` : ''}: every write of the application is refused with READONLY.`,
      why: `a write to ${at.subject} is refused with READONLY${link ? `; its link to the primary is ${link}` : ''}`,
      evidence: ['write', 'role', 'info', ...(primary ? [{ probe: 'role' as const, subject: primary.subject }] : [])],
      where: places(at.target).slice(0, 1),
      remedies: [
        remedy(`Point ${sourceText(at.target)} to the primary${to ? ` ${to}` : ''}`, change(at.target), diagnoseTarget(at.target)),
        ...(isAlive === false
          ? [
              remedy(
                'Promote this replica, if the primary will not come back: writes that it did not copy yet are lost',
                [`${redisCli(at)} REPLICAOF NO ONE`],
                diagnoseTarget(at.target),
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
        name: 'the URL still names the former primary',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              facts: { write: { state: 'refused', step: 'set', reply: "READONLY You can't write against a read only replica.", error: 'READONLY' } },
            }),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.12:6379', 'primary', 'replication')),
          },
        },
      },
    ],
    good: [
      {
        name: 'a read-only application on a replica',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              facts: { target: { readOnly: true }, write: { state: 'refused', step: 'set', reply: "READONLY You can't write against a read only replica.", error: 'READONLY' } },
            }),
          },
        },
      },
      {
        name: 'a replica that accepts writes (`replica-read-only no`)',
        facts: { endpoints: { '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, { facts: { write: { state: 'ok' } } }) } },
      },
    ],
  },
});
