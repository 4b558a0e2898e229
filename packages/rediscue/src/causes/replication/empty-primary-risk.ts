import { remedy } from '../declaration.ts';
import { declaredReplicas, isThrowaway, placeOfSetting, restartsItself, savesNothing, sourceOfReplica } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { container } from '../example-parts.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { replicasOf, roleOf } from '../topology.ts';
import { primaryAt, withReplicas } from '../topology-examples.ts';
import type { EndpointView } from '../view.ts';

const replicas = withReplicas('ip=192.0.2.12,port=6379,state=online,offset=5000,lag=0');
const nothingSaved = { values: { save: '', appendonly: 'no' } };

export default defineCause({
  code: 'replication/empty-primary-risk',
  severity: 'error',
  scope: 'endpoint',
  title: 'A restarted primary would come back empty and empty its replicas',
  meaning:
    'The primary saves nothing and is restarted automatically. When it crashes it is back, empty, before any Sentinel notices, and the replicas copy the emptiness: all copies of the data are gone.',
  detection: 'Live: `save` is empty, `appendonly` is no, and replicas are connected. Its container or its unit restarts it automatically.',
  advice: 'Turn persistence on at the primary, or do not restart it automatically, so that a replica is promoted instead.',
  source: 'redis.io, "Redis replication", safety of replication when the primary has persistence turned off',
  needs: ['config', 'info'],
  explains: [],
  detect: (at) => {
    if (roleOf(at) !== 'primary' || at.info('cluster_enabled') === '1' || replicasOf(at).length === 0) return null;
    if (at.config('save') !== '' || at.config('appendonly') !== 'no') return null;
    const by = restartedBy(at);
    if (by === null) return null;
    return {
      summary: `${at.subject} saves nothing and ${by} restarts it at once: after a crash it comes back empty, and its ${replicasOf(at).length} replicas copy the emptiness.`,
      evidence: ['config', 'info', 'containers', 'expected'],
      remedies: [
        remedy('Turn persistence on: the data that is in memory is kept', [`${redisCli(at)} CONFIG SET appendonly yes`, `${redisCli(at)} CONFIG REWRITE`], diagnoseAgain(at)),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        if (isThrowaway(server) || sourceOfReplica(server) !== null || !savesNothing(server) || !restartsItself(server)) return [];
        const copies = declaredReplicas(project, server);
        if (copies.length === 0) return [];
        const place = placeOfSetting(server, 'save');
        return [
          {
            summary: `${server.name} saves nothing and is restarted at once (${server.restart?.value}): after a crash it comes back empty, and ${copies.map(({ name }) => name).join(' and ')} copies the emptiness.`,
            evidence: programs(server, ...copies),
            where: [place, ...(server.restart ? [server.restart.place] : [])],
            concerns: endpointsOf(project, server),
            remedies: [change(`Switch the append-only file on for ${server.name}: \`appendonly yes\`, on a volume`, place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'a container with restart policy always and no persistence',
        facts: {
          endpoints: {
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, {
              info: replicas,
              facts: { config: { value: nothingSaved }, containers: { runtime: 'docker', containers: [container({ restartPolicy: 'always' })], neighbours: [] } },
            }),
          },
        },
      },
    ],
    good: [
      {
        name: 'a cache without replicas',
        facts: { config: { value: nothingSaved }, containers: { runtime: 'docker', containers: [container({ restartPolicy: 'always' })], neighbours: [] } },
      },
      {
        name: 'nothing restarts it',
        facts: { endpoints: { '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, { info: replicas, facts: { config: { value: nothingSaved } } }) } },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: no persistence, restarted always, with a replica',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    restart: always\n    command: redis-server --save "" --appendonly no\n  replica:\n    image: redis:7.2\n    command: redis-server --replicaof redis 6379\n',
        },
        at: 'docker-compose.yml:5',
      },
    ],
    good: [
      {
        name: 'compose: nothing restarts it',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --save "" --appendonly no\n  replica:\n    image: redis:7.2\n    command: redis-server --replicaof redis 6379\n',
        },
      },
      {
        name: 'compose: no word of persistence, so that the default save points count',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    restart: always\n  replica:\n    image: redis:7.2\n    command: redis-server --replicaof redis 6379\n',
        },
      },
      {
        name: 'compose: no replica',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    restart: always\n    command: redis-server --save "" --appendonly no\n' },
      },
    ],
  },
});

/** What brings the server back without being asked, as the subject of a sentence. */
function restartedBy(at: EndpointView): string | null {
  const box = at
    .get('containers')
    ?.containers.find(({ part, state, tiedBy }) => part === 'server' && state === 'running' && tiedBy.some((tie) => tie !== 'port' && tie !== 'image'));
  if (box && ['always', 'unless-stopped', 'on-failure'].includes(box.restartPolicy ?? '')) return `the restart policy ${box.restartPolicy} of container ${box.name}`;
  const unit = at.get('expected')?.by.find(({ kind, text }) => kind === 'unit' && /Restart=(always|on-failure|on-abnormal|on-abort)/.test(text));
  return unit ? `the unit ${unit.place.file}` : null;
}
