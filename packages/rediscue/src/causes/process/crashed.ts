import { defineCause } from '../define.ts';
import { container, containers, logOf } from '../example-parts.ts';
import { beforeLastStart, configFileOf, deadServer, expectedByFile } from '../example-servers.ts';
import { hurt } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';
import { isDown, lastEvent, replicationNeighbours, serverContainer } from '../server-state.ts';
import { quoted, startCommand } from '../shell.ts';

export default defineCause({
  code: 'process/crashed',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server crashed',
  meaning: 'The process ended by a signal, a failed assertion or a failed allocation, of its own or of a module. Until something starts it again every connection is refused.',
  detection:
    'Nothing answers any more, and the log holds a bug report, a fatal signal, a panic or an out-of-memory line since the last start, or the kernel or the service manager recorded that it was killed.',
  advice: 'Start it again, keep the log with the bug report, and look whether a newer version has the fix. Test the memory of the machine where nobody else has that crash.',
  source: 'redis.io, "Redis debugging guide"',
  needs: ['connect'],
  explains: [
    'process/not-running',
    'network/nothing-listening',
    'container/exited',
    'container/restart-loop',
    'replication/link-down',
    'replication/stale-refused',
    'replication/not-enough-replicas',
    'app/endpoint-failing',
    'app/readiness-timeout',
  ],
  detect: (at) => {
    const log = at.get('log');
    if (!isDown(at) || log === undefined || log.ended === 'shutdown') return null;
    // In a container this is `container/oom-killed`.
    const killed = serverContainer(at) === undefined ? lastEvent(at, 'killed-by-kernel') : undefined;
    const own = lastEvent(at, 'crash-signal', 'crash-assertion', 'crash-panic', 'out-of-memory') ?? lastEvent(at, 'crash-report', 'killed-by-manager');
    const event = killed ?? (log.ended === 'ready' ? undefined : own);
    if (event === undefined && log.ended !== 'crashed') return null;
    const { signal, reason, place, bytes: wanted, status } = event?.detail ?? {};
    const how =
      event?.kind === 'out-of-memory'
        ? `it could not allocate ${wanted ? `${wanted} bytes` : 'memory'}`
        : event?.kind === 'killed-by-kernel'
          ? 'the kernel killed it because memory ran out'
          : event?.kind === 'crash-assertion' || event?.kind === 'crash-panic'
            ? `it stopped itself: ${reason ?? 'a failed check'}${place ? ` (${place})` : ''}`
            : signal
              ? `signal ${signal}`
              : status
                ? `status ${status}`
                : 'a bug report stands in its log';
    return {
      summary: `The server of ${at.subject} crashed: ${how}${event?.at ? ` at ${event.at}` : ''}.`,
      evidence: ['log', 'connect'],
      where: [{ file: log.file, ...(event?.line ? { line: event.line } : {}) }],
      ...hurt(at, 'critical'),
      ...replicationNeighbours(at),
      remedies: [
        {
          title: 'Keep the report, then start it again',
          commands: [`cp -p ${quoted(log.file)} ${quoted(`${log.file}.crash`)}`, startCommand(at)],
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
        name: 'a segmentation fault',
        facts: {
          ...deadServer,
          expected: expectedByFile,
          configFile: configFileOf('port 6379'),
          log: logOf(
            'crashed',
            { kind: 'crash-report', text: '=== REDIS BUG REPORT START: Cut & paste starting from here ===' },
            { kind: 'crash-signal', text: 'Redis 7.2.5 crashed by signal: 11, si_code: 1', detail: { signal: '11' } },
          ),
        },
      },
      {
        name: 'an allocation failed',
        facts: { ...deadServer, log: logOf('unknown', { kind: 'out-of-memory', text: 'Out Of Memory allocating 1073741840 bytes!', detail: { bytes: '1073741840' } }) },
      },
      {
        name: 'in a container that is gone',
        facts: {
          ...deadServer,
          containers: containers(container({ state: 'exited', exitCode: 139 })),
          log: logOf('crashed', { kind: 'crash-signal', text: 'crashed by signal: 11', detail: { signal: '11' } }),
        },
      },
    ],
    good: [
      {
        name: 'it crashed once and runs again',
        facts: { log: beforeLastStart(logOf('ready', { kind: 'crash-signal', text: 'crashed by signal: 11', detail: { signal: '11' } })) },
      },
      { name: 'shut down on request', facts: { ...deadServer, log: logOf('shutdown', { kind: 'shutdown-by-user', text: 'User requested shutdown...' }) } },
    ],
  },
});
