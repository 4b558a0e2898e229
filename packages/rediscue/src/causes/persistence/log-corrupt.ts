import { defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { configFileOf, dataOf, deadServer, fileOf } from '../example-servers.ts';
import { hurt } from '../reach.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { dataDirectory, quoted, startCommand } from '../shell.ts';
import { appendOnlyPath } from './append-only-path.ts';
import { explainedByUnreadableData, logPlace } from './consequences.ts';
import { damage, loadFault } from './load-fault.ts';

const part = fileOf({ file: '/var/lib/redis/appendonlydir/appendonly.aof.1.incr.aof', version: 'incr', keys: null });

export default defineCause({
  code: 'persistence/log-corrupt',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The append-only file is damaged and the server will not start on it',
  meaning: 'A part of the append-only file breaks the format before its end, or is missing. The server refuses to start rather than to skip what it cannot read.',
  detection:
    'The log of the last start names a bad file format, an unknown command or a bad manifest, or the check of the parts finds damage before the end of the last one. An end that is only cut off is `persistence/log-truncated`.',
  advice: 'Copy the whole folder first. `redis-check-aof --fix` cuts everything after the damage; compare that loss with the newest backup or replica before it is accepted.',
  source: 'redis.io, "Redis persistence", what should I do if my AOF gets corrupted',
  needs: ['connect'],
  explains: explainedByUnreadableData,
  detect: (at) => {
    const fault = loadFault(at);
    if (fault?.code !== 'persistence/log-corrupt') return null;
    const { fix, copy } = appendOnlyPath(at, fault.file?.file ?? fault.event?.detail.path);
    const file = fault.file?.file ?? fault.event?.detail.path ?? `the append-only file in ${dataDirectory(at) ?? 'its data directory'}`;
    const loss = fault.file?.lossBytes ?? null;
    const lost = loss === null ? 'everything after the damage is lost' : `${bytes(loss)} after the damage are lost`;
    const isGone = fault.file?.state === 'missing';
    return {
      summary: `${file} is ${isGone ? 'missing, though the manifest names it' : `damaged${damage(fault)}`}; the server of ${at.subject} ${fault.isLive ? 'still runs, but could not start on it' : 'does not start on it'}.`,
      why: `the append-only file is ${isGone ? 'incomplete' : `damaged${damage(fault)}`}, so the server does not start`,
      evidence: ['data', 'log', 'connect'],
      where: logPlace(at, fault.event, fault.file?.file ?? fault.event?.detail.path),
      ...(fault.isLive ? { severity: 'error' } : hurt(at, 'critical')),
      remedies: fault.isLive
        ? [
            {
              title: 'Write a new append-only file from memory now; a copy of the damaged one stays',
              commands: [`cp -a ${quoted(copy)} ${quoted(`${copy}.damaged`)}`, `${redisCli(at)} BGREWRITEAOF`],
              risk: 'safe',
              runbook: null,
              verify: `redis-check-aof ${quoted(fix)}`,
            },
          ]
        : [
            {
              title: 'Keep a copy and see how far it is sound',
              commands: [`cp -a ${quoted(copy)} ${quoted(`${copy}.damaged`)}`, `redis-check-aof ${quoted(fix)}`],
              risk: 'safe',
              runbook: null,
              verify: `ls -la ${quoted(`${copy}.damaged`)}`,
            },
            ...(isGone
              ? []
              : [
                  {
                    title: `Cut the file at the damage and start (${lost}); only after the copy`,
                    commands: [`cp -a ${quoted(copy)} ${quoted(`${copy}.before-fix`)}`, `redis-check-aof --fix ${quoted(fix)}`, startCommand(at)],
                    risk: 'destructive' as const,
                    runbook: 'fix-append-only-file',
                    verify: diagnoseAgain(at),
                  },
                ]),
          ],
    };
  },
  examples: {
    bad: [
      {
        name: 'bytes in the middle were overwritten',
        facts: {
          ...deadServer,
          configFile: configFileOf('port 6379', 'appendonly yes'),
          log: logOf('exited', {
            kind: 'aof-corrupt',
            text: 'Bad file format reading the append only file appendonly.aof.1.incr.aof',
            detail: { path: 'appendonly.aof.1.incr.aof' },
          }),
          data: dataOf({
            appendOnly: { present: true, manifest: '/var/lib/redis/appendonlydir/appendonly.aof.manifest', parts: [{ ...part, state: 'damaged', offset: 4711, lossBytes: 2048 }] },
          }),
        },
      },
      {
        name: 'the base snapshot of the log is damaged',
        facts: {
          ...deadServer,
          configFile: configFileOf('appendonly yes'),
          log: logOf('exited', { kind: 'rdb-corrupt', text: 'Wrong RDB checksum', detail: { how: 'checksum', path: '/var/lib/redis/appendonlydir/appendonly.aof.1.base.rdb' } }),
        },
      },
      {
        name: 'a part that the manifest names is gone',
        facts: {
          ...deadServer,
          configFile: configFileOf('appendonly yes'),
          data: dataOf({ appendOnly: { present: true, manifest: '/var/lib/redis/appendonlydir/appendonly.aof.manifest', parts: [{ ...part, state: 'missing' }] } }),
        },
      },
    ],
    good: [
      {
        name: 'a damaged log of a server that does not use one',
        facts: {
          ...deadServer,
          configFile: configFileOf('appendonly no'),
          data: dataOf({ appendOnly: { present: true, manifest: null, parts: [{ ...part, state: 'damaged', offset: 1 }] } }),
        },
      },
      {
        name: 'the end of a log that is being written',
        facts: { data: dataOf({ appendOnly: { present: true, manifest: null, parts: [{ ...part, state: 'truncated', offset: 100 }] } }) },
      },
      {
        name: 'only cut off at its end',
        facts: {
          ...deadServer,
          configFile: configFileOf('appendonly yes', 'aof-load-truncated no'),
          data: dataOf({ appendOnly: { present: true, manifest: null, parts: [{ ...part, state: 'truncated', offset: 100 }] } }),
        },
      },
    ],
  },
});
