import { defineCause } from '../define.ts';
import { dataOf, fileOf } from '../example-servers.ts';
import { redisCli } from '../remedy.ts';
import { keyCounts } from '../server-state.ts';
import { quoted, startCommand } from '../shell.ts';
import type { EndpointView } from '../view.ts';

/** Files of a start are made within this many milliseconds of it. */
const startSlackMs = 5000;

const timeOf = (iso: string | null | undefined): number | undefined => (iso == null || Number.isNaN(Date.parse(iso)) ? undefined : Date.parse(iso));

/** The data left since the start in ordinary ways: that many keys may be missing without being shadowed. */
function gone(at: EndpointView): number {
  const calls = (command: string) => Number(/calls=(\d+)/.exec(at.info(`cmdstat_${command}`) ?? '')?.[1] ?? 0);
  if (calls('flushall') + calls('flushdb') + calls('swapdb') > 0) return Number.POSITIVE_INFINITY;
  return (
    (at.infoNumber('expired_keys') ?? 0) +
    (at.infoNumber('evicted_keys') ?? 0) +
    calls('del') +
    calls('unlink') +
    calls('getdel') +
    calls('rename') +
    calls('eval') +
    calls('evalsha')
  );
}

export default defineCause({
  code: 'persistence/restore-shadowed',
  severity: 'error',
  scope: 'endpoint',
  title: 'A snapshot lies in the data directory and is ignored, because the append-only file is on',
  meaning:
    'With `appendonly yes` the server loads its append-only file only, and starts empty when there is none. A snapshot that was put there to be restored is not read, and the next save overwrites it.',
  detection:
    'The append-only file is on, and the snapshot, which is older than the start, holds keys that the server does not have: either the first append-only file was made empty at that very start, or the snapshot is newer than everything that the server loaded. Keys that expired or were deleted since do not count.',
  advice: 'Copy the snapshot away before anything saves over it. Start once with `appendonly no` so that it is loaded, then switch the append-only file on in the running server.',
  source: 'redis.io, "Redis persistence"; measured on 7.0.15',
  needs: ['info'],
  explains: [],
  detect: (at) => {
    const data = at.get('data');
    const uptime = at.infoNumber('uptime_in_seconds');
    const live = keyCounts(at)?.keys;
    const snapshot = data?.snapshot;
    if (at.info('aof_enabled') !== '1' || at.info('loading') === '1' || uptime === undefined || live === undefined || !snapshot || snapshot.state !== 'ok' || !data?.appendOnly)
      return null;
    const startMs = at.nowMs - uptime * 1000;
    const savedMs = timeOf(snapshot.modifiedAt);
    const keys = snapshot.keys;
    if (keys === null || savedMs === undefined || savedMs > startMs + 1000 || keys - live <= gone(at)) return null;
    const isCounted = Object.keys(at.value('info') ?? {}).some((field) => field.startsWith('cmdstat_'));
    const { parts } = data.appendOnly;
    const base = parts.find(({ file }) => /\.1\.base\./.test(file));
    const madeMs = timeOf(base?.modifiedAt);
    // A snapshot that was written after the log began is one of its own data, even where the server was started twice in a row.
    const isOfThisStart = madeMs !== undefined && Math.abs(madeMs - startMs) <= startSlackMs && savedMs <= madeMs;
    const bornEmpty = base !== undefined && isOfThisStart && (base.keys ?? (base.bytes < 256 ? 0 : 1)) === 0;
    const loaded = parts.map((part) => timeOf(part.modifiedAt));
    const newer = isCounted && parts.length > 0 && keys - live > keys / 2 && loaded.every((each) => each !== undefined && each < savedMs);
    if (!bornEmpty && !newer) return null;
    const cli = redisCli(at);
    const name = quoted(snapshot.file);
    return {
      summary: `${snapshot.file} holds ${keys} keys that the server of ${at.subject} did not load (it has ${live}): its append-only file is on, and a snapshot is then ignored at the start.`,
      evidence: ['data', 'info'],
      where: [{ file: snapshot.file }],
      remedies: [
        {
          title: 'Copy the snapshot away before the next save overwrites it',
          commands: [`cp -p ${name} ${quoted(`${snapshot.file}.keep`)}`],
          risk: 'safe',
          runbook: null,
          verify: `redis-check-rdb ${quoted(`${snapshot.file}.keep`)}`,
        },
        {
          title: 'Load it: start once without the append-only file, then switch that on while it runs (what was written since this start is lost)',
          commands: [`${cli} SHUTDOWN NOSAVE`, `cp -p ${quoted(`${snapshot.file}.keep`)} ${name}`, `${startCommand(at)} --appendonly no`, `${cli} CONFIG SET appendonly yes`],
          risk: 'destructive',
          runbook: 'restore-snapshot',
          verify: `${cli} DBSIZE`,
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'switched on by flag over an existing snapshot',
        facts: {
          info: { value: { uptime_in_seconds: '600', db0: 'keys=3,expires=0,avg_ttl=0', expired_keys: '0' } },
          data: dataOf({
            snapshot: fileOf({ modifiedAt: '2026-11-20T09:30:00.000Z' }),
            appendOnly: {
              present: true,
              manifest: '/var/lib/redis/appendonlydir/appendonly.aof.manifest',
              parts: [fileOf({ file: '/var/lib/redis/appendonlydir/appendonly.aof.1.base.rdb', bytes: 89, keys: 0, modifiedAt: '2026-11-20T09:50:00.000Z' })],
            },
          }),
        },
      },
      {
        name: 'restored beside an older append-only file',
        facts: {
          info: { value: { uptime_in_seconds: '60', db0: 'keys=20,expires=0,avg_ttl=0', expired_keys: '0', cmdstat_get: 'calls=9,usec=90' } },
          data: dataOf({
            snapshot: fileOf({ modifiedAt: '2026-11-20T09:30:00.000Z' }),
            appendOnly: {
              present: true,
              manifest: null,
              parts: [fileOf({ file: '/var/lib/redis/appendonly.aof', bytes: 2000, keys: null, modifiedAt: '2026-11-19T09:30:00.000Z' })],
            },
          }),
        },
      },
    ],
    good: [
      {
        name: 'its own snapshot of the running data',
        facts: {
          data: dataOf({
            appendOnly: {
              present: true,
              manifest: null,
              parts: [fileOf({ file: '/var/lib/redis/appendonlydir/appendonly.aof.1.base.rdb', bytes: 89, keys: 0, modifiedAt: '2026-11-10T10:00:00.000Z' })],
            },
          }),
        },
      },
      {
        name: 'started twice within seconds, saved in between, and many keys are gone since',
        facts: {
          info: { value: { uptime_in_seconds: '600', db0: 'keys=20,expires=0,avg_ttl=0', expired_keys: '0' } },
          data: dataOf({
            snapshot: fileOf({ modifiedAt: '2026-11-20T09:49:59.000Z' }),
            appendOnly: {
              present: true,
              manifest: '/var/lib/redis/appendonlydir/appendonly.aof.manifest',
              parts: [
                fileOf({ file: '/var/lib/redis/appendonlydir/appendonly.aof.1.base.rdb', bytes: 89, keys: 0, modifiedAt: '2026-11-20T09:49:58.000Z' }),
                fileOf({ file: '/var/lib/redis/appendonlydir/appendonly.aof.1.incr.aof', version: 'incr', keys: null, modifiedAt: '2026-11-20T09:49:59.500Z' }),
              ],
            },
          }),
        },
      },
      {
        name: 'everything was flushed since',
        facts: {
          info: { value: { uptime_in_seconds: '600', db0: 'keys=3,expires=0,avg_ttl=0', cmdstat_flushall: 'calls=1,usec=90' } },
          data: dataOf({
            snapshot: fileOf({ modifiedAt: '2026-11-20T09:30:00.000Z' }),
            appendOnly: {
              present: true,
              manifest: null,
              parts: [fileOf({ file: '/var/lib/redis/appendonlydir/appendonly.aof.1.base.rdb', bytes: 89, keys: 0, modifiedAt: '2026-11-20T09:50:00.000Z' })],
            },
          }),
        },
      },
      {
        name: 'an old snapshot beside a log in daily use',
        facts: {
          info: { value: { uptime_in_seconds: '864000', db0: 'keys=30,expires=0,avg_ttl=0', expired_keys: '0' } },
          data: dataOf({
            snapshot: fileOf({ modifiedAt: '2026-01-01T00:00:00.000Z' }),
            appendOnly: {
              present: true,
              manifest: null,
              parts: [fileOf({ file: '/var/lib/redis/appendonlydir/appendonly.aof.7.base.rdb', keys: 30, modifiedAt: '2026-10-01T00:00:00.000Z' })],
            },
          }),
        },
      },
    ],
  },
});
