import { remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { addressText, endpointAt, replicasOf, roleOf } from '../topology.ts';
import { primaryAt, replicaAt, withReplicas } from '../topology-examples.ts';
import type { EndpointView } from '../view.ts';

/** A replica acknowledges each second; only a hanging one or a hanging link leaves this many out. */
const lateSeconds = 10;
const mebibyte = 1024 * 1024;

export default defineCause({
  code: 'replication/lagging',
  severity: 'warning',
  scope: 'endpoint',
  title: 'A replica is far behind its primary',
  meaning:
    'Reads from the replica are old, and a failover to it now would lose what it has not copied. `state=online` says nothing about that: the primary drops a hanging replica only after `repl-timeout` (60 s).',
  detection:
    'On the primary: an online replica has not acknowledged for 10 s, or is behind by more than five seconds of the present writes and more than 1 MiB. On the replica: the link is up, and nothing was heard for 2.5 times the ping period.',
  advice: 'Look at the replica: stopped, busy with a slow command, short of CPU or on a slow path.',
  source: 'Measured on Redis 7.0: offsets and lag, not the state, show a hanging replica',
  needs: ['info'],
  explains: ['replication/not-enough-replicas'],
  detect: (at) => (roleOf(at) === 'primary' ? behindUs(at) : roleOf(at) === 'replica' ? unheard(at) : null),
  examples: {
    bad: [
      {
        name: 'a replica has been silent for 42 s and counts as online',
        facts: {
          endpoints: {
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, {
              info: { ...withReplicas('ip=192.0.2.12,port=6379,state=online,offset=1000,lag=42'), master_repl_offset: '900000' },
            }),
          },
        },
      },
      {
        name: 'the link is up and the primary has said nothing for 40 s',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, { info: { master_last_io_seconds_ago: '40' }, facts: { target: { readOnly: true } } }),
          },
        },
      },
    ],
    good: [
      {
        name: 'one second behind under load',
        facts: {
          endpoints: {
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, {
              info: { ...withReplicas('ip=192.0.2.12,port=6379,state=online,offset=100000000,lag=1'), master_repl_offset: '140000000', instantaneous_input_kbps: '41000' },
            }),
          },
        },
      },
      {
        name: 'a new replica is still copying',
        facts: {
          endpoints: {
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, {
              info: { ...withReplicas('ip=192.0.2.12,port=6379,state=send_bulk,offset=0,lag=30'), master_repl_offset: '140000000' },
            }),
          },
        },
      },
    ],
  },
});

function behindUs(at: EndpointView): Found[] {
  const offset = at.infoNumber('master_repl_offset');
  const kibibytesPerSecond = at.infoNumber('instantaneous_input_kbps');
  const allowed = kibibytesPerSecond === undefined ? 64 * mebibyte : Math.max(mebibyte, 5 * kibibytesPerSecond * 1024);
  return replicasOf(at).flatMap((replica) => {
    if (replica.state !== 'online') return [];
    const behind = offset === undefined || replica.offset === undefined ? undefined : offset - replica.offset;
    const isLate = (replica.lagSeconds ?? 0) >= lateSeconds;
    if (!isLate && (behind === undefined || behind <= allowed)) return [];
    const name = addressText(replica.address);
    const seen = endpointAt(at.target, replica.address);
    const figures = [replica.lagSeconds === undefined ? null : `last heard of ${replica.lagSeconds} s ago`, behind === undefined ? null : `${bytes(Math.max(0, behind))} behind`]
      .filter(Boolean)
      .join(', ');
    return [
      {
        summary: `The replica ${name} is far behind its primary ${at.subject}: ${figures}.`,
        evidence: ['info'],
        ...(seen && { concerns: [seen.subject] }),
        remedies: [remedy('Look at the replica', [`rediscue diagnose 'redis://:***@${name}/0'`], `${redisCli(at)} INFO replication`)],
      },
    ];
  });
}

function unheard(at: EndpointView): Found | null {
  const silent = at.infoNumber('master_last_io_seconds_ago');
  const period = at.configNumber('repl-ping-replica-period') ?? 10;
  if (at.info('master_link_status') !== 'up' || silent === undefined || silent < Math.max(25, 2.5 * period)) return null;
  return {
    summary: `The replica ${at.subject} has heard nothing from its primary for ${silent} s, although the link counts as up.`,
    evidence: ['info'],
    remedies: [remedy('Look at the primary', [`${redisCli(at)} INFO replication`], diagnoseAgain(at))],
  };
}
