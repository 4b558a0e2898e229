import { diagnoseTarget, remedy } from '../declaration.ts';
import { covers, declaredReplicas, sentinelsBeside, sourceOfReplica } from '../declared-server.ts';
import type { Severity } from '../define.ts';
import { defineCause } from '../define.ts';
import { configFile, serverProcess } from '../example-parts.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { isSentinel } from '../reach.ts';
import { ownFile } from '../settings.ts';
import type { EndpointView, ProgramView } from '../view.ts';

/** Roles change here: what a failover writes must survive a restart. */
function isReplicated(at: EndpointView): boolean {
  return at.info('role') === 'slave' || (at.infoNumber('connected_slaves') ?? 0) > 0 || at.target.declared?.kind === 'sentinel';
}

const lines = [
  ['port', '6379'],
  ['requirepass', '***'],
] as const;

/** Why CONFIG REWRITE would fail; null when nothing says that it would. */
function hindrance(at: EndpointView): { reason: string; severity: Severity; evidence: 'configFile' | 'info' | 'log' } | null {
  const failed = at.get('log')?.events.findLast(({ kind, afterLastStart }) => kind === 'config-rewrite-failed' && afterLastStart);
  if (failed) return { reason: `its last try failed (${failed.detail.reason ?? failed.text.slice(0, 100)})`, severity: 'warning', evidence: 'log' };
  const file = ownFile(at);
  if (file?.singleFileMount) return { reason: `${file.file} is mounted as a single file, so nothing can be renamed over it`, severity: 'warning', evidence: 'configFile' };
  if (file?.writable === false) return { reason: `its user may not write ${file.file} or its folder`, severity: 'warning', evidence: 'configFile' };
  // A server that was started without a file loses what is set on it; that hurts where roles are written too.
  if (at.info('config_file') === '' && at.value('config') !== undefined)
    return { reason: 'it was started without a file', severity: isReplicated(at) ? 'warning' : 'info', evidence: 'info' };
  return null;
}

/** The mount through which it reads its configuration, where it can neither write nor rename there. */
function unwritable(server: ProgramView): ProgramView['mounts'][number] | null {
  const words = (server.command?.value ?? []).flatMap((word) => word.split(/\s+/));
  const at = words.findIndex((word) => /(^|\/)(redis|valkey|keydb)-server$/.test(word)) + 1;
  const file = words[at]?.endsWith('.conf') && words[at]?.startsWith('/') ? words[at] : undefined;
  // A script may copy it to where it can be written.
  if (file === undefined || words.some((word) => /^(cp|install|mv|sed|envsubst|cat|tee)$/.test(word))) return null;
  const mount = server.mounts.filter((each) => covers(each, file)).toSorted((a, b) => b.target.length - a.target.length)[0];
  return mount && (mount.readOnly || (mount.target === file && mount.kind === 'bind')) ? mount : null;
}

export default defineCause({
  code: 'config/rewrite-impossible',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The server cannot rewrite its configuration',
  meaning: 'What is set on the running server, and the role that a failover gives it, is forgotten at the next restart: a former primary comes back as a primary.',
  detection: 'The server was started without a file, its file is mounted as a single file, its user may not write there, or its own log says that a rewrite failed.',
  advice: 'Start the server with a file in a folder of its own that it may write to; mount the folder, not the file.',
  source: 'Measured with Redis 7.0.15 and podman 4.3.1: a rewrite makes a new file and renames it',
  needs: ['info'],
  explains: [],
  detect: (at) => {
    if (isSentinel(at)) return null;
    const found = hindrance(at);
    if (!found) return null;
    return {
      severity: found.severity,
      summary: `${at.subject} cannot rewrite its configuration: ${found.reason}. Changes${isReplicated(at) ? ' and failovers' : ''} are forgotten at a restart.`,
      evidence: [found.evidence],
      remedies: [
        remedy(
          'Give the server a file in a folder that it may write to, and start it with that file',
          at.info('config_file') ? [`ls -ld "$(dirname '${at.info('config_file')}')" '${at.info('config_file')}'`] : [],
          diagnoseTarget(at.target),
          'disruptive',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const watchers = sentinelsBeside(project, server);
        const replicas = declaredReplicas(project, server);
        const mount = unwritable(server);
        if (mount === null || (watchers.length === 0 && replicas.length === 0 && sourceOfReplica(server) === null)) return [];
        return [
          {
            summary: `${server.name} cannot rewrite its configuration: ${mount.target} is ${mount.readOnly ? 'mounted read-only' : 'mounted as a single file, so nothing can be renamed over it'}. Changes${watchers.length > 0 ? ' and failovers' : ' of its role'} are forgotten at a restart.`,
            evidence: programs(server, ...watchers.slice(0, 1)),
            where: [mount.place],
            concerns: endpointsOf(project, server),
            remedies: [change(`Start ${server.name} with a copy of the file in a folder that it may write to: its volume, or a folder of its own`, mount.place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      { name: 'a single-file mount', facts: { process: serverProcess(), configFile: configFile(lines, { foundBy: 'info', singleFileMount: true }) } },
      { name: 'a file of root', facts: { process: serverProcess(), configFile: configFile(lines, { foundBy: 'info', writable: false }) } },
      { name: 'a replica without a file', facts: { info: { value: { config_file: '', role: 'slave' } } } },
      { name: 'no file at all: worth knowing', facts: { info: { value: { config_file: '' } } } },
    ],
    good: [
      { name: 'a folder of its own', facts: { process: serverProcess(), configFile: configFile(lines, { foundBy: 'info' }) } },
      {
        name: 'a managed service that shows no file and refuses CONFIG',
        facts: { info: { value: { config_file: '' } }, config: { state: 'unknown-command', reply: "ERR unknown command 'CONFIG'" } },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: a single file, under a Sentinel',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes:\n      - ./redis.conf:/etc/redis/redis.conf\n  sentinel:\n    image: redis:7.2\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\n',
          'redis.conf': 'appendonly yes\n',
          'sentinel/sentinel.conf': 'sentinel monitor main redis 6379 1\n',
        },
        at: 'docker-compose.yml:6',
      },
      {
        name: 'compose: a replica with a folder that it may not write to',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n  replica:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes:\n      - ./conf:/etc/redis:ro\n',
          'conf/redis.conf': 'replicaof redis 6379\n',
        },
        at: 'docker-compose.yml:8',
      },
    ],
    good: [
      {
        name: 'compose: alone, its role never changes',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes:\n      - ./redis.conf:/etc/redis/redis.conf:ro\n',
          'redis.conf': 'appendonly yes\n',
        },
      },
      {
        name: 'compose: a folder of its own',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n  replica:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes:\n      - ./conf:/etc/redis\n',
          'conf/redis.conf': 'replicaof redis 6379\n',
        },
      },
    ],
  },
});
