import { defineCause } from '../define.ts';
import { logOf, serverProcess } from '../example-parts.ts';
import { configFileOf, deadServer, expectedByFile } from '../example-servers.ts';
import { hurt } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';
import { isDown, replicationNeighbours } from '../server-state.ts';
import { quoted, startCommand } from '../shell.ts';
import type { EndpointView } from '../view.ts';

/** What the log's last word says about how it ended. */
function lastWord(at: EndpointView): string {
  const log = at.get('log');
  if (log === undefined) return 'its log is not known';
  const told = log.events.findLast(({ kind }) => kind === 'shutdown-by-user' || kind === 'shutdown-by-signal');
  const when = told?.at ? ` at ${told.at}` : '';
  if (log.ended === 'shutdown' && told?.kind === 'shutdown-by-signal') return `it was ended by ${told.detail.signal ?? 'a signal'}${when}, says ${log.file}`;
  if (log.ended === 'shutdown') return `it was shut down on request${when}, says ${log.file}`;
  if (log.ended === 'ready') return `its log ${log.file} ends without a farewell: it was killed from outside (kill -9, out of memory, power)`;
  return `${log.file} gives no reason`;
}

/** A configuration of the project's folder that a server for exactly this endpoint would run on. */
function configured(at: EndpointView): boolean {
  const file = at.get('configFile');
  // A package's own file in /etc says nothing by itself: what starts it stands among the expected.
  if (file === undefined || file.foundBy === 'common-place') return false;
  const of = (name: string) => file.directives.findLast((each) => each.name.toLowerCase() === name)?.values[0];
  if (at.subject.startsWith('/')) return of('unixsocket') === at.subject;
  const port = at.subject.slice(at.subject.lastIndexOf(':') + 1);
  return (of('port') ?? (file.sentinel ? '26379' : '6379')) === port || of('tls-port') === port;
}

export default defineCause({
  code: 'process/not-running',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server should run here and does not',
  meaning: 'This machine has a configuration, unit or entry for a server at this address, and no process serves it. Every connection of the application is refused at once.',
  detection:
    'The connection is refused (or the socket is missing), a redis.conf, unit, Procfile or container names this very port, and no server process exists. Where the log or a data file says why it cannot run, that code is deeper and explains this one.',
  advice: 'Start it, look at the last lines of its log, and let a service manager bring it back by itself.',
  needs: ['connect'],
  explains: [
    'network/nothing-listening',
    'replication/link-down',
    'replication/stale-refused',
    'replication/lagging',
    'replication/not-enough-replicas',
    'app/endpoint-failing',
    'app/readiness-timeout',
  ],
  detect: (at) => {
    const expected = at.get('expected')?.by ?? [];
    if (!isDown(at) || (expected.length === 0 && !configured(at))) return null;
    const place = expected[0]?.place ?? { file: at.get('configFile')?.file ?? '' };
    return {
      summary: `No server runs at ${at.subject}, although ${place.file} says that one should; ${lastWord(at)}.`,
      why: `no process serves ${at.subject}`,
      evidence: ['connect', 'expected', 'configFile', 'log'],
      where: expected.length > 0 ? expected.map((each) => each.place) : [place],
      ...hurt(at, 'critical'),
      ...replicationNeighbours(at),
      remedies: [
        {
          title: 'Start it',
          commands: [startCommand(at), ...(at.get('log') ? [`tail -n 20 ${quoted(at.get('log')?.file ?? '')}`] : [])],
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
        name: 'a redis.conf for this port, nothing runs, a clean shutdown in the log',
        facts: {
          ...deadServer,
          expected: expectedByFile,
          configFile: configFileOf('port 6379'),
          log: logOf('shutdown', { kind: 'shutdown-by-user', text: 'User requested shutdown...' }),
        },
      },
      {
        name: 'killed without a word',
        facts: { ...deadServer, configFile: configFileOf('port 6379'), log: logOf('ready', { kind: 'ready', text: 'Ready to accept connections' }) },
      },
    ],
    good: [
      { name: 'nothing says that a server should run on that port', facts: { ...deadServer } },
      { name: 'the configuration is for another port', facts: { ...deadServer, configFile: configFileOf('port 7000') } },
      { name: 'its process runs, it only listens elsewhere', facts: { ...deadServer, expected: expectedByFile, process: serverProcess({ tiedBy: 'config' }) } },
      { name: 'it runs', facts: { expected: expectedByFile } },
    ],
  },
});
