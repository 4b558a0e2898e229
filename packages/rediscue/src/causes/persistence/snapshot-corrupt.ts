import { defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { beforeLastStart, configFileOf, dataOf, deadServer, expectedByFile, fileOf } from '../example-servers.ts';
import { hurt } from '../reach.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { directive } from '../server-state.ts';
import { dataDirectory, quoted, startCommand } from '../shell.ts';
import { explainedByUnreadableData, logPlace } from './consequences.ts';
import { damage, loadFault } from './load-fault.ts';

export default defineCause({
  code: 'persistence/snapshot-corrupt',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The snapshot is damaged and the server will not start on it',
  meaning: 'The RDB file fails its own format or checksum. The server refuses to start rather than to come up with half of the data.',
  detection:
    'The log of the last start says so, or the file itself fails its check while the server is down and no append-only file is in use. While the server runs on, the same damage is an `error`: its next start would fail.',
  advice: "Keep the damaged file. Restore the newest good copy (a backup, or a replica's own file); start empty only if the data can be made again.",
  source: 'redis.io, redis-check-rdb',
  needs: ['connect'],
  explains: explainedByUnreadableData,
  detect: (at) => {
    const fault = loadFault(at);
    if (fault?.code !== 'persistence/snapshot-corrupt') return null;
    const directory = dataDirectory(at) ?? '.';
    const file = fault.file?.file ?? fault.event?.detail.path ?? `${directory}/${at.config('dbfilename') ?? directive(at, 'dbfilename') ?? 'dump.rdb'}`;
    const name = quoted(file);
    return {
      summary: `The snapshot ${file} is damaged${damage(fault)}; the server of ${at.subject} ${fault.isLive ? 'still runs, but could not start on it' : 'does not start on it'}.`,
      why: `the snapshot ${file} is damaged${damage(fault)}, so the server does not start`,
      evidence: ['data', 'log', 'connect'],
      where: logPlace(at, fault.event, file),
      ...(fault.isLive ? { severity: 'error' } : hurt(at, 'critical')),
      remedies: fault.isLive
        ? [
            {
              title: 'Keep the damaged file and write a new snapshot from memory now',
              commands: [`cp -p ${name} ${quoted(`${file}.damaged`)}`, `${redisCli(at)} BGSAVE`],
              risk: 'safe',
              runbook: null,
              verify: `redis-check-rdb ${name}`,
            },
          ]
        : [
            {
              title: 'See what is damaged, and keep a copy',
              commands: [`cp -p ${name} ${quoted(`${file}.damaged`)}`, `redis-check-rdb ${name}`],
              risk: 'safe',
              runbook: null,
              verify: `cmp ${name} ${quoted(`${file}.damaged`)}`,
            },
            {
              title: 'Put the newest good snapshot in its place and start (what was written after that snapshot is lost)',
              commands: [`redis-check-rdb <good copy>`, `mv ${name} ${quoted(`${file}.damaged`)}`, `cp -p <good copy> ${name}`, startCommand(at)],
              risk: 'destructive',
              runbook: 'restore-snapshot',
              verify: diagnoseAgain(at),
            },
          ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a wrong checksum in the log of a server that did not come up',
        facts: {
          ...deadServer,
          expected: expectedByFile,
          configFile: configFileOf('port 6379', 'appendonly no'),
          log: logOf('exited', { kind: 'rdb-corrupt', text: 'Wrong RDB checksum expected: (1) but got (2). Aborting now.', detail: { how: 'checksum', reason: 'wrong checksum' } }),
          data: dataOf({ snapshot: fileOf({ state: 'damaged', offset: 52428792, reason: 'checksum' }) }),
        },
      },
      {
        name: 'it logs nowhere, the file ends early',
        facts: { ...deadServer, configFile: configFileOf('port 6379'), data: dataOf({ snapshot: fileOf({ state: 'truncated', offset: 1024, bytes: 1024 }) }) },
      },
      {
        name: 'the server still runs on its memory',
        facts: {
          info: { value: { aof_enabled: '0' } },
          config: { value: { values: { appendonly: 'no' } } },
          data: dataOf({ snapshot: fileOf({ state: 'damaged', offset: 4096, reason: 'checksum' }) }),
        },
      },
    ],
    good: [
      {
        name: 'a damaged dump.rdb that nothing loads: the append-only file is on',
        facts: { ...deadServer, configFile: configFileOf('appendonly yes'), data: dataOf({ snapshot: fileOf({ state: 'damaged' }) }) },
      },
      { name: 'damage of an earlier start, since repaired', facts: { log: beforeLastStart(logOf('ready', { kind: 'rdb-corrupt', text: 'Wrong RDB checksum' })), data: dataOf() } },
      { name: 'down, with a sound file', facts: { ...deadServer, data: dataOf() } },
    ],
  },
});
