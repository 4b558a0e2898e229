import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { addressText, sourceOf, syncStage } from '../topology.ts';
import { learnedFrom, primaryAt, replicaAt } from '../topology-examples.ts';

export default defineCause({
  code: 'replication/sync-in-progress',
  severity: 'info',
  scope: 'endpoint',
  title: 'A replica is taking its first full copy',
  meaning: 'Until the copy is loaded the replica serves old data, none, or answers LOADING or MASTERDOWN. That is how replication begins, and no fault by itself.',
  detection:
    'INFO says `master_sync_in_progress:1`, or the primary lists the replica as waiting for a snapshot (it waits `repl-diskless-sync-delay`, 5 s), or the replica was started in the last 10 s and its primary is well.',
  advice: 'Wait. When it does not end, look for replication/resync-loop.',
  source: 'Measured on Redis 7.0: the link is down while the primary waits to begin a diskless copy',
  needs: ['info'],
  explains: ['process/loading', 'replication/link-down', 'replication/stale-refused', 'replication/lagging'],
  detect: (at) => {
    const stage = syncStage(at);
    if (stage === null) return null;
    const source = sourceOf(at);
    const from = source ? ` from ${addressText(source)}` : '';
    const total = at.infoNumber('master_sync_total_bytes');
    const read = at.infoNumber('master_sync_read_bytes');
    const progress = total !== undefined && total > 0 && read !== undefined ? ` (${bytes(read)} of ${bytes(total)})` : '';
    return {
      summary:
        stage === 'copying'
          ? `The replica ${at.subject} is taking a full copy${from}${progress}.`
          : stage === 'waiting'
            ? `The replica ${at.subject} waits for its primary to begin the full copy${from}.`
            : `The replica ${at.subject} has just started and is about to copy${from}.`,
      evidence: ['info', 'role'],
      remedies: [remedy('Wait until the copy is loaded', [`${redisCli(at)} INFO replication`], diagnoseAgain(at))],
    };
  },
  examples: {
    bad: [
      {
        name: 'the copy is being read',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              info: { master_link_status: 'down', master_sync_in_progress: '1', master_sync_total_bytes: '2097152', master_sync_read_bytes: '1048576' },
              facts: { target: { readOnly: true } },
            }),
          },
        },
      },
      {
        name: 'a replica that was restarted four seconds ago',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              info: { master_link_status: 'down', uptime_in_seconds: '4' },
              facts: { target: { readOnly: true } },
            }),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.12:6379', 'primary', 'replication')),
          },
        },
      },
    ],
    good: [
      {
        name: 'the link is up',
        facts: { endpoints: { '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, { facts: { target: { readOnly: true } } }) } },
      },
    ],
  },
});
