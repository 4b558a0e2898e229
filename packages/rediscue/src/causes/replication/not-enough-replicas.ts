import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { addressText, replicasOf } from '../topology.ts';
import { primaryAt } from '../topology-examples.ts';

export default defineCause({
  code: 'replication/not-enough-replicas',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Too few replicas are connected, so the primary refuses writes',
  meaning: '`min-replicas-to-write` wants a number of replicas that follow closely. Fewer do, and every write is refused with `-NOREPLICAS`. Reads work.',
  detection: "The probe's own small write is refused with `NOREPLICAS`; INFO counts the good replicas.",
  advice: 'Bring the replicas back. Lowering `min-replicas-to-write` lets writes through at once, but they exist on this one server only.',
  source: 'redis.io, "Redis replication", allow writes only with N attached replicas',
  needs: ['write'],
  explains: ['sentinel/no-replica-to-promote'],
  detect: (at) => {
    if (at.get('write')?.error !== 'NOREPLICAS') return null;
    const wanted = at.configNumber('min-replicas-to-write');
    const maxLag = at.configNumber('min-replicas-max-lag');
    const good = at.infoNumber('min_slaves_good_slaves');
    const listed = replicasOf(at);
    const states = listed.map(({ address, state, lagSeconds }) => `${addressText(address)} is ${state}${lagSeconds === undefined ? '' : `, ${lagSeconds} s behind`}`).join('; ');
    return {
      summary: `${at.subject} refuses writes (NOREPLICAS): ${good ?? listed.length} replicas follow it closely${wanted === undefined ? '' : `, ${wanted} are wanted`}${maxLag === undefined ? '' : ` within ${maxLag} s`}.`,
      why: states || 'no replica is connected to the primary',
      evidence: ['write', 'info', 'config'],
      remedies: [
        remedy('Start the replicas again, and see why they left', [`${redisCli(at)} INFO replication`], diagnoseAgain(at)),
        remedy(
          'Accept writes without replicas for now: a loss of this server then loses them',
          [`${redisCli(at)} CONFIG SET min-replicas-to-write ${good ?? 0}`],
          diagnoseAgain(at),
          'disruptive',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'one replica is wanted, none is connected',
        facts: {
          write: { state: 'refused', step: 'set', reply: 'NOREPLICAS Not enough good replicas to write.', error: 'NOREPLICAS' },
          info: { value: { min_slaves_good_slaves: '0' } },
          config: { value: { values: { 'min-replicas-to-write': '1' } } },
        },
      },
    ],
    good: [
      {
        name: 'one is wanted and one follows',
        facts: {
          endpoints: {
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, {
              info: { connected_slaves: '1', slave0: 'ip=192.0.2.12,port=6379,state=online,offset=100,lag=0', min_slaves_good_slaves: '1' },
              facts: { config: { value: { values: { 'min-replicas-to-write': '1' } } } },
            }),
          },
        },
      },
    ],
  },
});
