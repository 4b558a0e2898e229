import { defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { configFileOf, dataOf, deadServer } from '../example-servers.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { directive } from '../server-state.ts';
import { dataDirectory, quoted, serverUser, startCommand } from '../shell.ts';
import { explainedByFailedSave, explainedByFailedStart, logPlace } from './consequences.ts';
import { saveFault } from './save-fault.ts';

const gone = dataOf({ state: 'missing', owner: null, mode: null, writableByServer: null, freeBytes: null, totalBytes: null, freeInodes: null, readOnly: null, snapshot: null });

export default defineCause({
  code: 'persistence/directory-missing',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The data directory is gone or not mounted',
  meaning: 'The folder that `dir` names does not exist. A server with it in its configuration does not start; one that runs cannot save any more.',
  detection: 'The log says ENOENT for the directory or a file in it, or the folder does not exist on this machine.',
  advice: 'Look first whether a volume is not mounted: an empty folder made in its place would hide the data that is on it.',
  needs: ['write', 'info'],
  explains: [...explainedByFailedStart, ...explainedByFailedSave],
  detect: (at) => {
    const fault = saveFault(at);
    if (fault?.reason !== 'directory') return null;
    const directory = dataDirectory(at) ?? fault.event?.detail.path;
    const name = quoted(directory ?? '<data directory>');
    const file = at.get('configFile');
    const place = directive(at, 'dir') === undefined ? undefined : file?.directives.findLast((each) => each.name.toLowerCase() === 'dir')?.place;
    const isFile = at.get('data')?.state === 'not-a-directory';
    return {
      summary: `The data directory ${directory ?? ''} of ${at.subject} ${isFile ? 'is no directory' : 'does not exist'}: ${fault.words}.`.replace('  ', ' '),
      why: `the data directory ${isFile ? 'is no directory' : 'is gone'}`,
      evidence: ['data', 'log', 'configFile', 'write', 'info'],
      where: [...(place ? [place] : []), ...logPlace(at, fault.event)],
      ...fault.severity,
      remedies: [
        {
          title: 'See whether its volume is only not mounted',
          commands: [`grep -n ${name} /etc/fstab /proc/mounts`, `findmnt -T ${name}`],
          risk: 'safe',
          runbook: null,
          verify: `ls -ld ${name}`,
        },
        {
          title: 'If there is none, make it for the user of the server',
          commands: [
            `install -d -o ${serverUser(at)} -m 0750 ${name}`,
            fault.effect === 'down' ? startCommand(at) : `${redisCli(at)} CONFIG SET dir ${name} && ${redisCli(at)} BGSAVE`,
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
      { name: 'the configuration names a folder that is not there', facts: { ...deadServer, configFile: configFileOf('port 6379', 'dir /var/lib/redis'), data: gone } },
      {
        name: 'the log says so',
        facts: {
          ...deadServer,
          log: logOf('exited', { kind: 'chdir-failed', text: "Can't chdir to '/data': No such file or directory", detail: { errno: 'ENOENT', path: '/data' } }),
        },
      },
      {
        name: 'removed under a running server',
        facts: {
          info: { value: { rdb_last_bgsave_status: 'err' } },
          log: logOf('ready', {
            kind: 'save-open-failed',
            text: 'Failed opening the temp RDB file temp-1.rdb (in server root dir unknown) for saving: No such file or directory',
            detail: { errno: 'ENOENT' },
          }),
          data: gone,
        },
      },
    ],
    good: [
      {
        name: 'a part of the log is gone, the folder stands',
        facts: {
          ...deadServer,
          configFile: configFileOf('appendonly yes'),
          log: logOf('exited', { kind: 'aof-unreadable', text: "can't open the append log file: No such file or directory", detail: { errno: 'ENOENT' } }),
          data: dataOf(),
        },
      },
      { name: 'it is there', facts: { data: dataOf() } },
      { name: 'a cache needs none', facts: { info: { value: { aof_enabled: '0' } }, config: { value: { values: { save: '', appendonly: 'no' } } }, data: gone } },
    ],
  },
});
