import { defineCause } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { configFileOf, dataOf, deadServer, fileOf } from '../example-servers.ts';
import { hurt } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';
import { dataDirectory, startCommand } from '../shell.ts';
import { explainedByUnreadableData, logPlace } from './consequences.ts';
import { loadFault } from './load-fault.ts';

export default defineCause({
  code: 'persistence/format-too-new',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The data was written by a newer or another server than the one that must load it',
  meaning:
    'A server reads the formats of older versions only, as after an update that was taken back, or a move from one product to another. The data is sound; this server cannot read it.',
  detection:
    'The log of the last start (or of a replica that copies from its primary) names a format version it cannot handle or a module that it lacks, or the version in the file is beyond what any release of this server reads.',
  advice: 'Start the version that wrote the file, or a newer one. To go back, move the data through a client or a replica of the old version instead of the file.',
  source: 'redis.io, RDB_VERSION: 9 in 5 and 6, 10 in 7.0, 11 in 7.2, 12 in 7.4 and later',
  needs: ['connect'],
  explains: [...explainedByUnreadableData, 'replication/link-down', 'replication/resync-loop', 'replication/stale-refused', 'replication/lagging'],
  detect: (at) => {
    const fault = loadFault(at);
    if (fault?.code !== 'persistence/format-too-new') return null;
    const isModule = fault.event?.kind === 'rdb-needs-module';
    const version = fault.event?.detail.version ?? fault.file?.version ?? null;
    const source = fault.isLive ? 'what its primary sends' : (fault.file?.file ?? `the data in ${dataDirectory(at) ?? 'its directory'}`);
    const problem = isModule
      ? `holds data of the module ${fault.event?.detail.module ?? ''} that is not loaded`.replace('  ', ' ')
      : `has ${version ? `format version ${version}` : 'a format'} that this server cannot read`;
    return {
      summary: `The server of ${at.subject} cannot load its data: ${source} ${problem}.`,
      evidence: ['log', 'data', 'connect'],
      where: logPlace(at, fault.event, fault.file?.file),
      ...(fault.isLive ? { severity: 'error' } : hurt(at, 'critical')),
      remedies: [
        isModule
          ? {
              title: 'Load the module that wrote the data, then start',
              commands: [`${startCommand(at)} --loadmodule <path of the module>`],
              risk: 'safe',
              runbook: null,
              verify: diagnoseAgain(at),
            }
          : {
              title: 'Start it with the version that wrote the data, or a newer one',
              commands: ['redis-server --version', `<newer version>/${startCommand(at).replace(/^\S*\//, '')}`],
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
        name: 'back from 7.4 to 7.0',
        facts: {
          ...deadServer,
          configFile: configFileOf('port 6379'),
          log: logOf(
            'exited',
            { kind: 'rdb-too-new', text: "Can't handle RDB format version 12", detail: { version: '12' } },
            { kind: 'load-failed', text: 'Fatal error loading the DB, check server logs. Exiting.' },
          ),
        },
      },
      {
        name: 'only the file tells',
        facts: { ...deadServer, configFile: configFileOf('port 6379'), data: dataOf({ snapshot: fileOf({ state: 'format-too-new', version: '80' }) }) },
      },
      {
        name: 'an older replica cannot read its newer primary',
        facts: {
          info: { value: { role: 'slave', master_link_status: 'down' } },
          log: logOf('ready', { kind: 'rdb-too-new', text: "Can't handle RDB format version 12", detail: { version: '12' } }),
        },
      },
    ],
    good: [
      {
        name: 'a file of a later version lies beside, the server loads its log',
        facts: { ...deadServer, configFile: configFileOf('appendonly yes'), data: dataOf({ snapshot: fileOf({ state: 'format-too-new' }) }) },
      },
      { name: 'loaded well', facts: { data: dataOf() } },
    ],
  },
});
