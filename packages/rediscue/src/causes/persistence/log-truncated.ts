import { defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { configFileOf, dataOf, deadServer, fileOf } from '../example-servers.ts';
import { hurt } from '../reach.ts';
import { bytes, diagnoseAgain } from '../remedy.ts';
import { quoted, startCommand } from '../shell.ts';
import { appendOnlyPath } from './append-only-path.ts';
import { explainedByUnreadableData, logPlace } from './consequences.ts';
import { damage, loadFault } from './load-fault.ts';

const part = fileOf({ file: '/var/lib/redis/appendonlydir/appendonly.aof.1.incr.aof', state: 'truncated', offset: 9900, lossBytes: 31, bytes: 9931, version: 'incr', keys: null });
const appendOnly = { present: true, manifest: '/var/lib/redis/appendonlydir/appendonly.aof.manifest', parts: [part] };

export default defineCause({
  code: 'persistence/log-truncated',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The append-only file ends early and the server is told not to accept that',
  meaning: 'The last command in the log is incomplete, as after a power loss or a full disk. With `aof-load-truncated no` the server refuses to start.',
  detection: 'The log of the last start says that the file ends early, or the check finds the last part cut off and the configuration says `aof-load-truncated no`.',
  advice: 'Copy the folder, then cut off the incomplete end: only the last, unfinished write is lost.',
  source: 'redis.io, "Redis persistence", what should I do if my AOF gets truncated',
  needs: ['connect'],
  explains: explainedByUnreadableData,
  detect: (at) => {
    const fault = loadFault(at);
    if (fault?.code !== 'persistence/log-truncated') return null;
    const file = fault.file?.file ?? fault.event?.detail.path;
    const { fix, copy } = appendOnlyPath(at, file);
    const loss = fault.file?.lossBytes ?? null;
    return {
      summary: `${file ?? 'The append-only file'} ends early${damage(fault)}, and aof-load-truncated is no: the server of ${at.subject} does not start.`,
      why: 'the append-only file ends early and the server is told not to accept that',
      evidence: ['data', 'log', 'configFile', 'connect'],
      where: logPlace(at, fault.event, file),
      ...hurt(at, 'critical'),
      remedies: [
        {
          title: `Keep a copy, cut off the incomplete end (${loss === null ? 'the last write' : bytes(loss)}) and start`,
          commands: [`cp -a ${quoted(copy)} ${quoted(`${copy}.before-fix`)}`, `redis-check-aof --fix ${quoted(fix)}`, startCommand(at)],
          risk: 'destructive',
          runbook: 'fix-append-only-file',
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'the log says so',
        facts: {
          ...deadServer,
          configFile: configFileOf('appendonly yes', 'aof-load-truncated no'),
          log: logOf('exited', {
            kind: 'aof-truncated',
            text: 'Unexpected end of file reading the append only file appendonly.aof.1.incr.aof.',
            detail: { path: 'appendonly.aof.1.incr.aof' },
          }),
          data: dataOf({ appendOnly }),
        },
      },
      { name: 'its files say so', facts: { ...deadServer, configFile: configFileOf('appendonly yes', 'aof-load-truncated no'), data: dataOf({ appendOnly }) } },
    ],
    good: [
      { name: 'cut off, but accepted by default', facts: { ...deadServer, configFile: configFileOf('appendonly yes'), data: dataOf({ appendOnly }) } },
      {
        name: 'it was cut off and the server came up',
        facts: { log: logOf('ready', { kind: 'aof-truncated-accepted', text: '!!! Warning: short read while loading the AOF file' }) },
      },
    ],
  },
});
