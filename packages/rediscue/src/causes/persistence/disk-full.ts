import type { FactData } from '../../facts/index.ts';
import { defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { dataOf, deadServer } from '../example-servers.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { dataDirectory, quoted, startCommand } from '../shell.ts';
import { explainedByFailedSave, explainedByFailedStart, logPlace } from './consequences.ts';
import { saveFault } from './save-fault.ts';

/** After a failed save its file is removed, so that the same disk shows free space again: then its size says more. */
function spaceLeft({ freeBytes: free, totalBytes: total, freeInodes }: FactData<'data'>): string {
  if (freeInodes === 0) return ' (no inode is free)';
  if (free === null) return '';
  if (total === null) return ` (${bytes(free)} free)`;
  return free < total / 10 ? ` (${bytes(free)} free of ${bytes(total)})` : ` (${bytes(free)} are free between attempts, and a save needs more)`;
}

export default defineCause({
  code: 'persistence/disk-full',
  severity: 'critical',
  scope: 'endpoint',
  title: 'There is no space left for the data directory',
  meaning: 'Snapshots and the append-only file can no longer be written. The server then refuses writes with `-MISCONF`, so that nobody relies on data that would be lost.',
  detection:
    'A save or a start failed, and the reply or the newest failure in the log says ENOSPC, or the file system has no space or no inodes left (or far less than the data set needs). A failed fork and missing rights raise the same refusal; only the log and the folder tell them apart.',
  advice: 'Make space, then save once: a good save lifts the refusal. The directory needs room for two snapshots and for the growth of the append-only file.',
  source: 'redis.io, "Redis persistence"; the reply of Redis 7.0.15 on a full file system',
  needs: ['write', 'info'],
  explains: [...explainedByFailedStart, ...explainedByFailedSave],
  detect: (at) => {
    const fault = saveFault(at);
    if (fault?.reason !== 'space') return null;
    const data = at.get('data');
    const directory = dataDirectory(at);
    const free = data === undefined ? '' : spaceLeft(data);
    const again =
      fault.effect === 'down'
        ? startCommand(at)
        : at.info('rdb_last_bgsave_status') === 'ok' && at.info('aof_last_bgrewrite_status') === 'err'
          ? `${redisCli(at)} BGREWRITEAOF`
          : `${redisCli(at)} BGSAVE`;
    return {
      summary: `No space is left for the data of ${at.subject}${directory ? ` in ${directory}` : ''}${free}: ${fault.words}.`,
      why: `the file system of the data directory is full${free}`,
      evidence: ['data', 'log', 'write', 'info'],
      where: logPlace(at, fault.event),
      ...fault.severity,
      remedies: [
        {
          title: 'See what fills the disk, make space (never by deleting files of the data directory that you do not know), then save',
          commands: directory ? [`df -h ${quoted(directory)}`, `du -xsh ${quoted(directory)}/*`, again] : ['df -h <data directory>', again],
          risk: 'safe',
          runbook: 'free-disk-space',
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'the append-only file says it in its refusal',
        facts: {
          write: { state: 'refused', step: 'set', error: 'MISCONF', reply: 'MISCONF Errors writing to the AOF file: No space left on device' },
          info: { value: { aof_last_write_status: 'err' } },
        },
      },
      {
        name: 'a snapshot failed, and the log says why',
        facts: {
          write: { state: 'refused', step: 'set', error: 'MISCONF', reply: "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk." },
          info: { value: { rdb_last_bgsave_status: 'err' } },
          log: logOf(
            'ready',
            { kind: 'save-write-failed', text: 'Write error saving DB on disk(rdbSaveRio): No space left on device', detail: { errno: 'ENOSPC' } },
            { kind: 'save-failed', text: 'Background saving error' },
          ),
          data: dataOf({ freeBytes: 4194304, totalBytes: 8388608 }),
        },
      },
      {
        name: 'it does not start: the log cannot be made',
        facts: {
          ...deadServer,
          log: logOf('exited', { kind: 'aof-directory-failed', text: "Can't create or open the append-only dir: No space left on device", detail: { errno: 'ENOSPC' } }),
          data: dataOf({ freeBytes: 0 }),
        },
      },
      {
        name: 'it synced each write and ended when one could not be written',
        facts: {
          ...deadServer,
          log: logOf(
            'exited',
            { kind: 'ready', text: 'Ready to accept connections' },
            { kind: 'aof-write-failed', text: 'Short write while writing to the AOF file: (nwritten=95197, expected=300036)', detail: { reason: 'short write', errno: 'ENOSPC' } },
            { kind: 'aof-write-failed', text: "Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting..." },
          ),
          data: dataOf({ freeBytes: 0 }),
        },
      },
      { name: 'no inode left, nothing failed yet', facts: { data: dataOf({ freeInodes: 0 }) } },
    ],
    good: [
      {
        name: 'it was full once and has saved since',
        facts: {
          log: logOf(
            'ready',
            { kind: 'save-write-failed', text: 'Write error saving DB on disk: No space left on device', detail: { errno: 'ENOSPC' } },
            { kind: 'saved', text: 'DB saved on disk' },
          ),
          data: dataOf(),
        },
      },
      {
        name: 'full, but nothing is meant to be saved',
        facts: { info: { value: { aof_enabled: '0' } }, config: { value: { values: { save: '', appendonly: 'no' } } }, data: dataOf({ freeBytes: 0 }) },
      },
    ],
  },
});
