import type { Place } from '../../facts/index.ts';
import { covers, dataFolder, declaredReplicas, isContainer, isThrowaway, placeOfSetting, restartsItself, savesNothing, sourceOfReplica } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { change, declaredServers, endpointsOf, programs, ways } from '../in-files.ts';
import { redisCli } from '../remedy.ts';
import { keyCounts, persists, serverContainer } from '../server-state.ts';
import type { EndpointView, ProgramView, ProjectView } from '../view.ts';

/** Evidence that the data is meant to last; null when there is none: a cache may well go without. */
function meantToLast(at: EndpointView): { words: string; evidence: 'keys' | 'containers' | 'target' } | null {
  const queue = at.value('keys')?.lasting.find(({ kind }) => kind === 'queue');
  if (queue !== undefined) return { words: `queues live here (${queue.example})`, evidence: 'keys' };
  const use = at.target.declared?.use;
  if (use === 'queue') return { words: 'the application declares it as its queue', evidence: 'target' };
  const directory = at.config('dir');
  // An anonymous volume comes with the image; only a named or bound one was asked for.
  const volume = serverContainer(at)?.mounts.find(
    ({ type, source, destination }) =>
      directory !== undefined && (directory === destination || directory.startsWith(`${destination}/`)) && type !== 'tmpfs' && !/[0-9a-f]{64}/.test(source),
  );
  return volume === undefined ? null : { words: `a volume (${volume.source}) is mounted on ${volume.destination}`, evidence: 'containers' };
}

/** A copy elsewhere keeps what this one does not. */
const savedByReplica = (at: EndpointView): boolean =>
  at.target.endpoints.some((other) => other !== at && other.info('role') === 'slave' && other.info('master_link_status') === 'up' && persists(other) === true);

export default defineCause({
  code: 'persistence/off',
  severity: 'error',
  scope: 'endpoint',
  title: 'Nothing is saved although the data is meant to last',
  meaning: 'Neither snapshots nor an append-only file are on. A restart of the process, for whatever reason, loses everything.',
  detection:
    '`save` is empty and `appendonly` is no, and something says that the data should last: keys of a queue library, a declared use as queue, a named volume on the data directory. A cache without persistence is no fault, nor is a primary whose replica saves.',
  advice: 'Switch the append-only file on in the running server (that keeps all data; a restart with it switched on would not), then write it to the configuration.',
  source: 'redis.io, "Redis persistence"; measured: `CONFIG SET appendonly yes` keeps the loaded data',
  needs: ['config', 'keys'],
  explains: [],
  detect: (at) => {
    if (at.info('role') !== 'master' || persists(at) !== false || savedByReplica(at)) return null;
    const reason = meantToLast(at);
    if (reason === null) return null;
    const keys = keyCounts(at)?.keys;
    return {
      summary: `${at.subject} saves nothing (save "", appendonly no) although ${reason.words}: a restart loses ${keys ? `all ${keys} keys` : 'everything'}.`,
      evidence: ['config', reason.evidence, 'info'],
      remedies: [
        {
          title: 'Switch the append-only file on while it runs, and keep that',
          commands: [`${redisCli(at)} CONFIG SET appendonly yes`, `${redisCli(at)} CONFIG REWRITE`],
          risk: 'safe',
          runbook: 'enable-persistence',
          verify: `${redisCli(at)} INFO persistence | grep -E 'aof_enabled|aof_last_write_status'`,
        },
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        if (isThrowaway(server) || !savesNothing(server) || sourceOfReplica(server) !== null) return [];
        const replicas = declaredReplicas(project, server);
        // A copy that saves is enough; one that is emptied by an automatic restart is replication/empty-primary-risk.
        if (replicas.some((replica) => !savesNothing(replica)) || (replicas.length > 0 && restartsItself(server))) return [];
        const reason = declaredToLast(server, project);
        if (reason === null) return [];
        const place = placeOfSetting(server, 'save');
        return [
          {
            summary: `${server.name} saves nothing (save "", appendonly no) although ${reason.words}: a restart loses everything.`,
            evidence: programs(server),
            where: [place, ...(reason.place ? [reason.place] : [])],
            concerns: endpointsOf(project, server),
            remedies: [change(`Switch the append-only file on for ${server.name}: \`appendonly yes\``, place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'a queue without persistence',
        facts: {
          info: { value: { aof_enabled: '0' } },
          config: { value: { values: { save: '', appendonly: 'no' } } },
          keys: { value: { lasting: [{ kind: 'queue', example: 'bull:mail:meta', keys: 12 }] } },
        },
      },
      {
        name: 'a named volume that nothing is written to',
        facts: {
          info: { value: { aof_enabled: '0' } },
          config: { value: { values: { save: '', appendonly: 'no', dir: '/data' } } },
          containers: containers(container({ mounts: [{ type: 'volume', source: 'shop_data', destination: '/data', sourceIs: null }] })),
        },
      },
    ],
    good: [
      { name: 'a cache that deliberately saves nothing', facts: { info: { value: { aof_enabled: '0' } }, config: { value: { values: { save: '', appendonly: 'no' } } } } },
      {
        name: 'the anonymous volume of the image',
        facts: {
          info: { value: { aof_enabled: '0' } },
          config: { value: { values: { save: '', appendonly: 'no', dir: '/data' } } },
          containers: containers(container({ mounts: [{ type: 'volume', source: `/var/lib/docker/volumes/${'ab'.repeat(32)}/_data`, destination: '/data', sourceIs: null }] })),
        },
      },
      {
        name: 'a queue with snapshots',
        facts: {
          info: { value: { aof_enabled: '0' } },
          config: { value: { values: { appendonly: 'no' } } },
          keys: { value: { lasting: [{ kind: 'queue', example: 'bull:mail:meta', keys: 12 }] } },
        },
      },
      {
        name: 'CONFIG is refused: not known',
        facts: {
          info: { value: { aof_enabled: '0' } },
          config: { state: 'refused', reply: 'NOPERM' },
          keys: { value: { lasting: [{ kind: 'queue', example: 'bull:mail:meta', keys: 12 }] } },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: a volume that nothing is written to',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --save "" --appendonly no\n    volumes: ["redis-data:/data"]\nvolumes:\n  redis-data: {}\n',
        },
        at: 'docker-compose.yml:4',
      },
      {
        name: 'compose: the server of a queue',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_QUEUE_URL: redis://queue:6379\n  queue:\n    image: redis:7.2\n    command: ["redis-server", "--save", "", "--appendonly", "no"]\n',
        },
        at: 'docker-compose.yml:8',
      },
    ],
    good: [
      {
        name: 'compose: a cache that deliberately saves nothing',
        files: { 'docker-compose.yml': 'services:\n  cache:\n    image: redis:7.2\n    command: redis-server --save "" --appendonly no\n' },
      },
      {
        name: 'compose: snapshots are off, the append-only file is on',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --save "" --appendonly yes\n    volumes: ["redis-data:/data"]\nvolumes:\n  redis-data: {}\n',
        },
      },
      {
        name: 'compose: its configuration is not in the project',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis.conf --save ""\n    volumes: ["redis-data:/data", "/srv/redis.conf:/etc/redis.conf"]\nvolumes:\n  redis-data: {}\n',
        },
      },
    ],
  },
});

/** What says in files that the data should last. An anonymous volume was not asked for. */
function declaredToLast(server: ProgramView, project: ProjectView): { words: string; place: Place | null } | null {
  const queue = ways(project).find((way) => way.server?.subject === server.subject && way.target.declared?.use === 'queue')?.target;
  if (queue) return { words: 'the application declares it as its queue', place: queue.declared?.sources[0]?.place ?? null };
  const folder = isContainer(server) ? dataFolder(server) : null;
  const volume = server.mounts.find((mount) => folder !== null && (mount.kind === 'volume' || mount.kind === 'bind') && mount.source !== null && covers(mount, folder));
  return volume ? { words: `a volume (${volume.source}) is mounted on ${volume.target}`, place: volume.place } : null;
}
