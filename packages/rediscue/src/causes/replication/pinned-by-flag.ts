import type { Place } from '../../facts/index.ts';
import { remedy } from '../declaration.ts';
import { sentinelsBeside } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { serverProcess } from '../example-parts.ts';
import { servingContainers } from '../exposure.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain } from '../remedy.ts';
import { type Address, addressText, isWatched, roleOf, sourceOf } from '../topology.ts';
import { learnedFrom, primaryAt, replicaAt, sentinelGroup } from '../topology-examples.ts';
import type { EndpointView } from '../view.ts';

const pinned = ['/usr/bin/redis-server', '/srv/redis/redis.conf', '--replicaof', '192.0.2.11 6379'];

export default defineCause({
  code: 'replication/pinned-by-flag',
  severity: 'error',
  scope: 'endpoint',
  title: 'The start command pins the replication role',
  meaning:
    '`--replicaof` on the command line beats what Sentinel wrote to the configuration file: after a failover the next restart makes the new primary a replica of the old one again, and its newer data is replaced.',
  detection:
    "The start command (the process's arguments, its container, unit or Procfile) holds `--replicaof`, and a Sentinel watches the server. An error when the server has a configuration file that Sentinel writes to, or when its present role already contradicts the flag; a warning as long as the flag agrees and no file could keep a role anyway. Without failover the flag does no harm.",
  advice: 'Keep the role in a configuration file that the server can rewrite, and take the flag out of the start command.',
  source: 'Measured on Redis 7.0: a --replicaof on the command line beats the configuration file at each restart',
  needs: ['process'],
  explains: [],
  detect: (at) => {
    const started = startedWith(at);
    if (!started || !isWatched(at)) return null;
    const { pin, by, probe, where } = started;
    const role = roleOf(at);
    const source = sourceOf(at);
    const isUndone = role === 'primary' || (role === 'replica' && source !== undefined && addressText(source) !== addressText(pin));
    const hasFile = (at.info('config_file') ?? '') !== '';
    return {
      ...(!isUndone && !hasFile && { severity: 'warning' as const }),
      summary: `The start command of ${at.subject}${by} says --replicaof ${addressText(pin)}${isUndone ? `, but it is ${role === 'primary' ? 'the primary' : `a replica of ${source ? addressText(source) : 'another server'}`} now: its next restart undoes the failover` : ': a restart after a failover would undo it'}.`,
      evidence: [probe, 'info', 'role'],
      ...(where && { where: [where] }),
      remedies: [
        remedy(
          'Take --replicaof out of the start command (unit, compose file, script) and keep the role in the configuration file',
          [...(where ? [`grep -n replicaof '${where.file}'`] : []), `redis-cli -p ${at.info('tcp_port') ?? '<port>'} CONFIG REWRITE`],
          diagnoseAgain(at),
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const pin = pinOf(server.command?.value ?? []);
        const [sentinel] = pin ? sentinelsBeside(project, server) : [];
        if (!pin || !sentinel || !server.command) return [];
        return [
          {
            summary: `The command of ${server.name} says --replicaof ${addressText(pin)}, and ${sentinel.name} fails over: once ${server.name} is promoted, its next restart undoes that.`,
            evidence: programs(server, sentinel),
            where: [server.command.place],
            concerns: endpointsOf(project, server),
            remedies: [
              change(`Take --replicaof out of the command of ${server.name}, and keep the role in a configuration file that the server can rewrite`, server.command.place),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'the unit says so; the server shows only its title',
        facts: {
          endpoints: sentinelGroup({
            replica: replicaAt('192.0.2.12:6379', '192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'replica'), {
              facts: {
                expected: {
                  by: [
                    {
                      kind: 'unit',
                      place: { file: '/etc/systemd/system/redis.service', line: 7 },
                      text: 'ExecStart=/usr/bin/redis-server /etc/redis/redis.conf --replicaof 192.0.2.11 6379',
                    },
                  ],
                },
              },
            }),
          }),
        },
      },
      {
        name: 'Sentinel made it the primary, the flag would undo that',
        facts: {
          endpoints: sentinelGroup({
            primary: primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary'), {
              facts: { process: serverProcess({ arguments: ['redis-server', '*:6379', '--replicaof', '192.0.2.12', '6379'] }) },
            }),
          }),
        },
      },
      {
        name: 'a replica with a configuration file and the flag',
        facts: {
          endpoints: sentinelGroup({
            replica: replicaAt('192.0.2.12:6379', '192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'replica'), { facts: { process: serverProcess({ arguments: pinned }) } }),
          }),
        },
      },
    ],
    good: [
      {
        name: 'the flag, and nobody fails over',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, { facts: { target: { readOnly: true }, process: serverProcess({ arguments: pinned }) } }),
          },
        },
      },
      {
        name: 'the role stands in the file',
        facts: {
          endpoints: sentinelGroup({
            replica: replicaAt('192.0.2.12:6379', '192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'replica'), { facts: { process: serverProcess() } }),
          }),
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: a replica by its command, beside a Sentinel',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n  replica:\n    image: redis:7.2\n    command: redis-server --replicaof redis 6379\n  sentinel:\n    image: redis:7.2\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
          'sentinel/sentinel.conf': 'sentinel monitor main redis 6379 1\n',
        },
        at: 'docker-compose.yml:6',
      },
    ],
    good: [
      {
        name: 'compose: nobody fails over',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n  replica:\n    image: redis:7.2\n    command: redis-server --replicaof redis 6379\n' },
      },
      {
        name: 'compose: the role stands in the configuration',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n  replica:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes: ["./replica:/etc/redis"]\n  sentinel:\n    image: redis:7.2\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
          'replica/redis.conf': 'replicaof redis 6379\n',
          'sentinel/sentinel.conf': 'sentinel monitor main redis 6379 1\n',
        },
      },
    ],
  },
});

/** A start command with the flag: of the process, its container, its unit or Procfile. A server hides its own arguments behind a title. */
function startedWith(at: EndpointView): { pin: Address; by: string; probe: 'process' | 'containers' | 'expected'; where?: Place } | undefined {
  const process = at.get('process');
  const own = process?.isServer ? pinOf(process.arguments) : undefined;
  if (own) return { pin: own, by: '', probe: 'process' };
  for (const box of servingContainers(at)) {
    const pin = pinOf(box.command);
    if (pin && box.state === 'running') return { pin, by: ` (container ${box.name})`, probe: 'containers' };
  }
  for (const { kind, text, place } of at.get('expected')?.by ?? []) {
    const pin = kind === 'redis.conf' ? undefined : pinOf([text]);
    if (pin) return { pin, by: ` in ${place.file}`, probe: 'expected', where: place };
  }
  return undefined;
}

/** The address behind `--replicaof`, written as one argument or two. */
function pinOf(words: readonly string[]): Address | undefined {
  const [, host, port] = /(?:^|\s)--(?:replicaof|slaveof)[\s=]+["']?([^\s"']+)\s+(\d+)/i.exec(words.join(' ')) ?? [];
  return host !== undefined && host.toLowerCase() !== 'no' ? { host, port: Number(port) } : undefined;
}
