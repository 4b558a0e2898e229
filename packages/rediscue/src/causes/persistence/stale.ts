import { defineCause } from '../define.ts';
import { exampleNow } from '../examples.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { appendOnlyOn } from '../server-state.ts';

/** `900 1 300 10` or the one line of newer versions: pairs of seconds and changes. */
function savePoints(text: string): { seconds: number; changes: number }[] {
  const figures = text.trim().split(/\s+/).map(Number);
  const points: { seconds: number; changes: number }[] = [];
  for (let index = 0; index + 1 < figures.length; index += 2) {
    const [seconds, changes] = [figures[index] ?? Number.NaN, figures[index + 1] ?? Number.NaN];
    if (seconds > 0 && changes > 0) points.push({ seconds, changes });
  }
  return points;
}

/** Writes of our own and of the last instants do not make a snapshot late. */
const ownWrites = 10;

export default defineCause({
  code: 'persistence/stale',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The last good snapshot is older than the save points allow',
  meaning: 'Changes have been waiting far longer than the server was told to let them. A crash now would lose all of them.',
  detection:
    'Snapshots are the only persistence, a save point has been due for as long again as it allows, and no snapshot was made: since the last one failed, hangs, or is not begun. A fresh server that was never due is not stale.',
  advice: 'Look why the last save failed or what the saving child waits for, and save by hand when that is mended.',
  source: 'redis.io, INFO, fields rdb_*',
  needs: ['config', 'info'],
  explains: [],
  detect: (at) => {
    if (appendOnlyOn(at) !== false || at.info('loading') === '1') return null;
    const saved = at.infoNumber('rdb_last_save_time');
    const changes = at.infoNumber('rdb_changes_since_last_save');
    if (saved === undefined || changes === undefined) return null;
    const age = at.nowMs / 1000 - saved;
    const due = savePoints(at.config('save') ?? '').find((point) => changes >= point.changes + ownWrites && age > 2 * point.seconds + 60);
    if (due === undefined) return null;
    const running = at.infoNumber('rdb_current_bgsave_time_sec') ?? -1;
    if (at.info('rdb_bgsave_in_progress') === '1' && running >= 0 && running < due.seconds + 60) return null;
    const why =
      at.info('rdb_last_bgsave_status') === 'err'
        ? 'the last attempt failed'
        : at.info('rdb_bgsave_in_progress') === '1'
          ? `a snapshot has been running for ${running} s`
          : 'none was begun';
    return {
      summary: `The last good snapshot of ${at.subject} is ${Math.round(age / 60)} minutes old and ${changes} changes wait for the next one (a save point asks for one after ${due.seconds} s): ${why}.`,
      evidence: ['info', 'config'],
      remedies: [
        {
          title: 'Save now, and see whether it ends well',
          commands: [`${redisCli(at)} BGSAVE`, `${redisCli(at)} INFO persistence | grep -E 'rdb_(last_bgsave_status|bgsave_in_progress|last_save_time)'`],
          risk: 'safe',
          runbook: null,
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'failing for two hours, writes are accepted all the same',
        recordedFrom: 'Redis 7.0.15, INFO persistence; the shortest save point counts as missed after a minute, longer than a scenario may take',
        facts: {
          info: {
            value: { aof_enabled: '0', rdb_last_save_time: String(Date.parse(exampleNow) / 1000 - 7200), rdb_changes_since_last_save: '5000', rdb_last_bgsave_status: 'err' },
          },
          config: { value: { values: { appendonly: 'no', 'stop-writes-on-bgsave-error': 'no' } } },
        },
      },
    ],
    good: [
      {
        name: 'a fresh server with its first changes',
        facts: {
          info: { value: { aof_enabled: '0', rdb_last_save_time: String(Date.parse(exampleNow) / 1000 - 120), rdb_changes_since_last_save: '400' } },
          config: { value: { values: { appendonly: 'no' } } },
        },
      },
      {
        name: 'idle for a day, then one write of our own',
        facts: {
          info: { value: { aof_enabled: '0', rdb_last_save_time: String(Date.parse(exampleNow) / 1000 - 86400), rdb_changes_since_last_save: '3' } },
          config: { value: { values: { appendonly: 'no' } } },
        },
      },
      {
        name: 'the append-only file holds the changes',
        facts: { info: { value: { rdb_last_save_time: String(Date.parse(exampleNow) / 1000 - 86400), rdb_changes_since_last_save: '50000' } } },
      },
    ],
  },
});
