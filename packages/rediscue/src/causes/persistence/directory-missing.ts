import { defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { configFileOf, dataOf, deadServer } from '../example-servers.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { atLeast, directive } from '../server-state.ts';
import { dataDirectory, quoted, serverUser, startCommand } from '../shell.ts';
import type { EndpointView } from '../view.ts';
import { explainedByFailedSave, explainedByFailedStart, logPlace } from './consequences.ts';
import { saveFault } from './save-fault.ts';

const gone = dataOf({ state: 'missing', owner: null, mode: null, writableByServer: null, freeBytes: null, totalBytes: null, freeInodes: null, readOnly: null, snapshot: null });

/**
 * A running server still stands in the folder that is gone; a new one of the same name is another. Since 7.0 `dir` may not
 * be changed meanwhile (`enable-protected-configs`): a copy over the wire is the way to save the data before a restart.
 */
function backIntoIt(at: EndpointView, name: string): string[] {
  const cli = redisCli(at);
  const isProtected = at.config('enable-protected-configs') === 'no' || (at.config('enable-protected-configs') === undefined && atLeast(at, 7, 0) !== false);
  if (!isProtected) return [`${cli} CONFIG SET dir ${name}`, `${cli} BGSAVE`];
  const file = `${name}/${quoted(at.config('dbfilename') ?? 'dump.rdb')}`;
  return [`${cli} CONFIG SET repl-diskless-sync yes`, `${cli} --rdb ${file}  # a copy of all data, over the wire`, `${cli} SHUTDOWN NOSAVE`, startCommand(at)];
}

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
          title:
            fault.effect === 'down'
              ? 'If there is none, make it for the user of the server'
              : 'If there is none, make it for the user of the server, save there, and let the server enter it',
          commands: [`install -d -o ${serverUser(at)} -m 0750 ${name}`, ...(fault.effect === 'down' ? [startCommand(at)] : backIntoIt(at, name))],
          risk: fault.effect === 'down' ? 'safe' : 'disruptive',
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
