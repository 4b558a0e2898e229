import { remedy } from '../declaration.ts';
import { declaredReplicas, isKnown, isThrowaway, placeOfSetting, sentinelsBeside, sourceOfReplica } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { isWatched, roleOf } from '../topology.ts';
import { learnedFrom, primaryAt, sentinelGroup, withReplicas } from '../topology-examples.ts';

export default defineCause({
  code: 'replication/unprotected-writes',
  severity: 'warning',
  scope: 'endpoint',
  title: 'A cut-off primary would go on accepting writes',
  meaning:
    'Sentinel can promote a replica while the old primary still lives on the other side of a broken network. With `min-replicas-to-write 0` it goes on acknowledging writes, and all of them are lost when it comes back as a replica.',
  detection: 'The server is a primary with replicas, a Sentinel watches it, and `min-replicas-to-write` is 0.',
  advice: 'Set `min-replicas-to-write 1` and `min-replicas-max-lag 10` on every server of the group: a primary without any replica then refuses writes after ten seconds.',
  source: 'redis.io, "High availability with Redis Sentinel", example 2',
  needs: ['config', 'info'],
  explains: [],
  detect: (at) => {
    if (roleOf(at) !== 'primary' || at.configNumber('min-replicas-to-write') !== 0 || !((at.infoNumber('connected_slaves') ?? 0) > 0) || !isWatched(at)) return null;
    return {
      summary: `${at.subject} is failed over by Sentinel and has min-replicas-to-write 0: cut off from its replicas it goes on acknowledging writes that will be lost.`,
      evidence: ['config', 'info'],
      remedies: [
        remedy(
          'Demand one replica that follows; set the same on every server of the group',
          [`${redisCli(at)} CONFIG SET min-replicas-to-write 1`, `${redisCli(at)} CONFIG SET min-replicas-max-lag 10`, `${redisCli(at)} CONFIG REWRITE`],
          diagnoseAgain(at),
          'disruptive',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const [sentinel] = sentinelsBeside(project, server);
        if (!sentinel || isThrowaway(server) || !isKnown(server) || sourceOfReplica(server) !== null || declaredReplicas(project, server).length === 0) return [];
        if (Number(server.setting('min-replicas-to-write') ?? server.setting('min-slaves-to-write') ?? 0) !== 0) return [];
        const place = placeOfSetting(server, 'min-replicas-to-write', 'min-slaves-to-write');
        return [
          {
            summary: `${server.name} is failed over by ${sentinel.name} and has min-replicas-to-write 0: cut off from its replicas it goes on acknowledging writes that will be lost.`,
            evidence: programs(server, sentinel),
            where: [place],
            concerns: endpointsOf(project, server),
            remedies: [change('Set `min-replicas-to-write 1` and `min-replicas-max-lag 10` on every server of the group', place)],
          },
        ];
      }),
  },
  examples: {
    bad: [{ name: 'a primary under Sentinel with the default of 0', facts: { endpoints: sentinelGroup() } }],
    good: [
      {
        name: 'one replica is demanded',
        facts: {
          endpoints: sentinelGroup({
            primary: primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary'), {
              info: withReplicas('ip=192.0.2.12,port=6379,state=online,offset=5000,lag=0'),
              facts: { config: { value: { values: { 'min-replicas-to-write': '1' } } } },
            }),
          }),
        },
      },
      {
        name: 'replicas for reads, and no failover',
        facts: { endpoints: { '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, { info: withReplicas('ip=192.0.2.12,port=6379,state=online,offset=5000,lag=0') }) } },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: a primary, a replica and a Sentinel',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --appendonly yes\n    volumes: ["data:/data"]\n  replica:\n    image: redis:7.2\n    command: redis-server --replicaof redis 6379\n  sentinel:\n    image: redis:7.2\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\nvolumes:\n  data: {}\n',
          'sentinel/sentinel.conf': 'sentinel monitor main redis 6379 1\n',
        },
        at: 'docker-compose.yml:4',
      },
    ],
    good: [
      {
        name: 'compose: one replica is demanded',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --appendonly yes --min-replicas-to-write 1\n    volumes: ["data:/data"]\n  replica:\n    image: redis:7.2\n    command: redis-server --replicaof redis 6379 --min-replicas-to-write 1\n  sentinel:\n    image: redis:7.2\n    command: redis-sentinel /etc/sentinel/sentinel.conf\n    volumes: ["./sentinel:/etc/sentinel"]\nvolumes:\n  data: {}\n',
          'sentinel/sentinel.conf': 'sentinel monitor main redis 6379 1\n',
        },
      },
      {
        name: 'compose: no failover',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n  replica:\n    image: redis:7.2\n    command: redis-server --replicaof redis 6379\n' },
      },
    ],
  },
});
