import { defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { appendOnlyOn, eventAge } from '../server-state.ts';
import { dataDirectory, quoted } from '../shell.ts';

const recentSeconds = 300;
/** In milliseconds: a sync that others notice. */
const noticeableMs = 100;
/** One warning may be a moment of the disk; these many in five minutes are a state. */
const manyLines = 3;
const events = ['aof-fsync-always', 'aof-write', 'aof-write-pending-fsync', 'aof-write-active-child', 'aof-write-alone'];

export default defineCause({
  code: 'latency/disk-sync',
  severity: 'error',
  scope: 'endpoint',
  title: 'The disk stalls the append-only file, and with it the server',
  meaning: 'When the disk does not take the log in time, the write of the next second waits for it, and all clients wait for that.',
  detection:
    'The append-only file is on, and in the last five minutes the log said three times that fsync takes too long, the latency monitor saw a write or sync of 100 ms, or delayed writes (`aof_delayed_fsync`) grew while we looked.',
  advice:
    'Give the log a disk of its own or a faster one, `appendfsync everysec` instead of `always`, and `no-appendfsync-on-rewrite yes` where a second of loss during rewrites is acceptable.',
  source: 'redis.io, "Diagnosing latency issues", latency due to AOF and disk I/O',
  needs: ['info', 'latency'],
  explains: ['network/slow-path', 'replication/lagging'],
  detect: (at) => {
    if (appendOnlyOn(at) !== true) return null;
    const lines = (at.get('log')?.events ?? []).filter((event) => event.kind === 'aof-fsync-slow' && (eventAge(at, event) ?? Number.POSITIVE_INFINITY) <= recentSeconds);
    const seen = at.value('latency')?.events.find(({ event, ageSeconds, latestMs }) => events.includes(event) && ageSeconds <= recentSeconds && latestMs >= noticeableMs);
    const delayed = at.value('rates')?.delta.aof_delayed_fsync ?? 0;
    if (lines.length < manyLines && seen === undefined && delayed === 0) return null;
    const mode = at.config('appendfsync');
    const sign = seen
      ? `${seen.event} took ${seen.latestMs} ms`
      : lines.length >= manyLines
        ? `its log complained ${lines.length} times in five minutes`
        : 'a write is waiting for the disk now';
    const directory = dataDirectory(at);
    return {
      summary: `The disk stalls ${at.subject}: ${sign}${mode ? ` (appendfsync ${mode})` : ''}.`,
      evidence: ['info', 'latency', 'rates', 'log', 'config'],
      remedies: [
        {
          title: 'See what else uses that disk',
          commands: [...(directory ? [`df ${quoted(directory)}`] : []), 'iostat -x 1 5'],
          risk: 'safe',
          runbook: null,
          verify: diagnoseAgain(at),
        },
        ...(mode === 'always'
          ? [
              {
                title: 'Sync once a second instead of at each write (up to one second of writes may be lost at a crash)',
                commands: [`${redisCli(at)} CONFIG SET appendfsync everysec`, `${redisCli(at)} CONFIG REWRITE`],
                risk: 'disruptive' as const,
                runbook: null,
                verify: diagnoseAgain(at),
              },
            ]
          : []),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'the monitor saw it',
        facts: {
          config: { value: { values: { appendfsync: 'always' } } },
          latency: { value: { events: [{ event: 'aof-fsync-always', ageSeconds: 20, latestMs: 340, maxMs: 900 }] } },
        },
      },
      { name: 'delayed while we looked', facts: { rates: { value: { delta: { aof_delayed_fsync: 1 } } } } },
      {
        name: 'its log complains',
        facts: { log: logOf('ready', ...[1, 2, 3].map(() => ({ kind: 'aof-fsync-slow' as const, text: 'Asynchronous AOF fsync is taking too long (disk is busy?).' }))) },
      },
    ],
    good: [
      { name: 'one line in the log', facts: { log: logOf('ready', { kind: 'aof-fsync-slow', text: 'Asynchronous AOF fsync is taking too long (disk is busy?).' }) } },
      { name: 'delayed some time in its life', facts: { info: { value: { aof_delayed_fsync: '90' } } } },
      { name: 'no append-only file', facts: { info: { value: { aof_enabled: '0' } }, rates: { value: { delta: { aof_delayed_fsync: 1 } } } } },
    ],
  },
});
