import { defineCause } from '../define.ts';
import { logOf, serverProcess } from '../example-parts.ts';
import { configFileOf, dataOf, deadServer } from '../example-servers.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { dataDirectory, quoted, serverUser, startCommand } from '../shell.ts';
import { explainedByFailedSave, explainedByFailedStart, logPlace } from './consequences.ts';
import { saveFault } from './save-fault.ts';

export default defineCause({
  code: 'persistence/permission-denied',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server may not read or write its data directory',
  meaning:
    'The user that runs the server has no right to its own files, as after a restore by root, a changed user or a read-only mount. Saves fail and writes are refused, or the server does not start.',
  detection:
    'A save or a start failed, and the reply or the newest failure in the log says EACCES, EPERM or EROFS, or owner and mode of the directory leave the server no right. Where nothing failed yet it is a `warning`.',
  advice: 'Give the directory and its files to the user of the server, or mount it writable, then save once.',
  needs: ['write', 'info'],
  explains: [...explainedByFailedStart, ...explainedByFailedSave, 'process/crashed'],
  detect: (at) => {
    const fault = saveFault(at);
    if (fault?.reason !== 'permission') return null;
    const data = at.get('data');
    const path = fault.event?.detail.path;
    const directory = dataDirectory(at) ?? path ?? 'its data directory';
    const isReadOnly = data?.readOnly === true || fault.event?.detail.errno === 'EROFS' || /Read-only/.test(at.get('write')?.reply ?? '');
    const user = serverUser(at);
    const owner = data?.owner ? ` (owned by ${data.owner}${data.mode ? `, mode ${data.mode}` : ''}${at.get('process')?.user ? `; the server runs as ${user}` : ''})` : '';
    return {
      summary: `The server of ${at.subject} ${isReadOnly ? `cannot write to ${directory}: it is mounted read-only` : `has no right to its data in ${directory}${owner}`}: ${fault.words}.`,
      why: isReadOnly ? `${directory} is read-only` : `the server has no right to ${directory}${owner}`,
      evidence: ['data', 'log', 'process', 'write', 'info'],
      where: logPlace(at, fault.event, path),
      ...fault.severity,
      remedies: [
        {
          title: isReadOnly ? 'Mount it writable, then save' : 'Give the directory to the user that runs the server, then save',
          commands: [
            isReadOnly
              ? `mount -o remount,rw "$(df --output=target ${quoted(directory)} | tail -n 1)"`
              : `chown -R ${user} ${quoted(directory)} && chmod u+rwX ${quoted(directory)}`,
            fault.effect === 'down' ? startCommand(at) : `${redisCli(at)} BGSAVE`,
          ],
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
        name: 'root restored the directory',
        facts: {
          write: { state: 'refused', step: 'set', error: 'MISCONF', reply: "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk." },
          info: { value: { rdb_last_bgsave_status: 'err' } },
          process: serverProcess(),
          log: logOf('ready', {
            kind: 'save-open-failed',
            text: 'Failed opening the temp RDB file temp-101.rdb (in server root dir /var/lib/redis) for saving: Permission denied',
            detail: { errno: 'EACCES', path: '/var/lib/redis' },
          }),
          data: dataOf({ owner: 'root', mode: '0755', writableByServer: false }),
        },
      },
      {
        name: 'it cannot enter its directory at the start',
        facts: {
          ...deadServer,
          configFile: configFileOf('dir /var/lib/redis'),
          log: logOf('exited', { kind: 'chdir-failed', text: "Can't chdir to '/var/lib/redis': Permission denied", detail: { errno: 'EACCES', path: '/var/lib/redis' } }),
        },
      },
      { name: 'nothing failed yet', facts: { process: serverProcess(), data: dataOf({ owner: 'root', mode: '0755', writableByServer: false }) } },
    ],
    good: [
      { name: 'it cannot be judged from here', facts: { data: dataOf({ owner: 'root', writableByServer: null }) } },
      {
        name: 'a cache that never writes',
        facts: { info: { value: { aof_enabled: '0' } }, config: { value: { values: { save: '', appendonly: 'no' } } }, data: dataOf({ writableByServer: false }) },
      },
    ],
  },
});
