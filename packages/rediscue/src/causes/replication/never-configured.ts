import { diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { isContainer, isKnown, isThrowaway, sourceOfReplica } from '../declared-server.ts';
import { defineCause, type Found } from '../define.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { hostOf } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import { isSameServer, roleOf, sharesHistory } from '../topology.ts';
import { primaryAt, replicaAt } from '../topology-examples.ts';
import type { EndpointView, ProgramView, ProjectView, TargetView } from '../view.ts';

/** Several pods of one StatefulSet, each of which would be a primary with data of its own. */
function unrelatedCopies(project: ProjectView, server: ProgramView): Found | null {
  const copies = server.replicas ?? 1;
  if (server.format !== 'kubernetes' || copies < 2 || isThrowaway(server) || !isKnown(server) || sourceOfReplica(server) !== null) return null;
  if (server.setting('cluster-enabled') === 'yes') return null;
  // A job, an init container or a Sentinel may say REPLICAOF once all run.
  const isSaidLater = project.programs.some(({ kind, command }) => kind === 'sentinel' || /replicaof|slaveof|--cluster/i.test(command?.value.join(' ') ?? ''));
  if (isSaidLater) return null;
  return {
    summary: `${server.name} runs ${copies} times, and nothing in its settings makes one a replica of another: each is a primary of its own, and what is written to one is not on the others.`,
    evidence: programs(server),
    where: [server.place],
    concerns: endpointsOf(project, server),
    remedies: [change('Run one, or let the first be the primary and the others say `replicaof` it, with Sentinels beside them', server.place)],
  };
}

export default defineCause({
  code: 'replication/never-configured',
  severity: 'critical',
  scope: 'target',
  title: 'What is declared as a replica replicates nothing',
  meaning: 'Several servers are used as if they held the same data, and each is a primary with data of its own. Reads from the "replica" miss what was written, without any error.',
  detection:
    'The declaration for reads, a further address of one declaration, or a further address of one name leads to another server than the one for writes; both are primaries, and they share no replication id. Servers of a cluster, and declarations of different uses, are not compared.',
  advice: 'Make the one for reads a replica of the other; what it holds now is replaced.',
  source: 'redis.io, "Redis replication", configuration',
  needs: ['info'],
  explains: [],
  reach: 'target',
  detect: (target) => {
    const beside = target.declared?.readOnly ? target.project.targets.filter((other) => isWriterOf(other, target)).flatMap((other) => other.entries) : [];
    const several = target.declared?.kind === 'server' ? target.entries : [];
    const writers = [...beside, ...several].filter(isPrimary);
    for (const reader of target.entries.filter(isPrimary)) {
      const writer = writers.find((at) => at !== reader && !isSameServer(at, reader) && !sharesHistory(at, reader));
      if (writer) return told(target, writer, reader);
    }
    return null;
  },
  inFiles: {
    detect: (project) => {
      const servers = declaredServers(project);
      return servers.flatMap((server) => {
        const copies = unrelatedCopies(project, server);
        if (copies) return [copies];
        const beside = servers.filter((other) => other.subject !== server.subject && other.group === server.group && other.variant === server.variant);
        const primary = beside.find((other) => !isReplicaName(other.name) && sourceOfReplica(other) === null);
        if (!isReplicaName(server.name) || !primary || !isContainer(server) || isThrowaway(server) || !isKnown(server) || sourceOfReplica(server) !== null) return [];
        // A cluster finds its replicas by itself, and a command or script may say REPLICAOF once all run.
        const isCluster = [server, ...beside].some((each) => each.setting('cluster-enabled') === 'yes');
        const isSaidLater = project.programs.some(({ group, command }) => group === server.group && /replicaof|slaveof|--cluster/i.test(command?.value.join(' ') ?? ''));
        if (isCluster || (isSaidLater && !beside.some((other) => sourceOfReplica(other) !== null))) return [];
        return [
          {
            summary: `${server.name} is named as a replica, and nothing in its settings says of which server: it is a primary of its own beside ${primary.name}, and stays empty.`,
            evidence: programs(server, primary),
            where: [server.command?.place ?? server.place],
            concerns: endpointsOf(project, server),
            remedies: [
              change(
                `Tell ${server.name} where to copy from: \`replicaof ${primary.reachedAs[0] ?? primary.name} ${primary.setting('port') ?? 6379}\`, with masterauth where that one wants a password`,
                server.command?.place ?? server.place,
              ),
            ],
          },
        ];
      });
    },
  },
  examples: {
    bad: [
      {
        name: 'the read URL leads to an empty server of its own',
        facts: {
          targets: {
            'redis://:***@192.0.2.11:6379': { endpoints: { '192.0.2.11:6379': primaryAt('192.0.2.11:6379') } },
            'redis://:***@192.0.2.12:6379': {
              endpoints: {
                '192.0.2.12:6379': primaryAt('192.0.2.12:6379', undefined, {
                  info: { master_replid: 'd'.repeat(40) },
                  facts: { target: { readOnly: true, use: 'read' }, keys: { value: { total: 0 } } },
                }),
              },
            },
          },
        },
      },
      {
        name: 'one name, two servers that are strangers to each other',
        facts: {
          endpoints: {
            'redis.internal:6379': primaryAt('192.0.2.11:6379', undefined, { info: { master_replid: 'a'.repeat(40) } }),
            '192.0.2.12:6379': primaryAt('192.0.2.12:6379', { from: 'name', by: 'redis.internal:6379', as: 'entry' }, { info: { master_replid: 'c'.repeat(40) } }),
          },
        },
      },
    ],
    good: [
      {
        name: 'the read URL leads to a replica',
        facts: {
          targets: {
            'redis://:***@192.0.2.11:6379': { endpoints: { '192.0.2.11:6379': primaryAt('192.0.2.11:6379') } },
            'redis://:***@192.0.2.12:6379': {
              endpoints: { '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, { facts: { target: { readOnly: true, use: 'read' } } }) },
            },
          },
        },
      },
      {
        name: 'the read URL names the same server by another name',
        facts: {
          targets: {
            'redis://:***@192.0.2.11:6379': { endpoints: { '192.0.2.11:6379': primaryAt('192.0.2.11:6379') } },
            'redis://:***@reads.example:6379': {
              endpoints: { 'reads.example:6379': primaryAt('192.0.2.11:6379', undefined, { facts: { target: { readOnly: true, use: 'read' } } }) },
            },
          },
        },
      },
      {
        name: 'a cache and a queue on servers of their own',
        facts: {
          targets: {
            'redis://:***@192.0.2.11:6379': { endpoints: { '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, { facts: { target: { use: 'queue' } } }) } },
            'redis://:***@192.0.2.12:6379': {
              endpoints: { '192.0.2.12:6379': primaryAt('192.0.2.12:6379', undefined, { info: { master_replid: 'd'.repeat(40) }, facts: { target: { use: 'cache' } } }) },
            },
          },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'kubernetes: three pods that know nothing of each other',
        files: { 'k8s/redis.yaml': statefulSet(3, '["redis-server", "--appendonly", "yes"]') },
        at: 'k8s/redis.yaml:12',
      },
      {
        name: 'compose: a replica by its name alone',
        files: {
          'docker-compose.yml':
            'services:\n  redis-primary:\n    image: redis:7.2\n  redis-replica:\n    image: redis:7.2\n    command: redis-server --appendonly yes\n    volumes: ["replica:/data"]\nvolumes:\n  replica: {}\n',
        },
        at: 'docker-compose.yml:6',
      },
    ],
    good: [
      { name: 'kubernetes: one pod', files: { 'k8s/redis.yaml': statefulSet(1, '["redis-server", "--appendonly", "yes"]') } },
      { name: 'kubernetes: a script decides', files: { 'k8s/redis.yaml': statefulSet(3, '["/scripts/start.sh"]') } },
      { name: 'kubernetes: a cluster', files: { 'k8s/redis.yaml': statefulSet(6, '["redis-server", "--cluster-enabled", "yes"]') } },
      {
        name: 'compose: told where to copy from',
        files: {
          'docker-compose.yml':
            'services:\n  redis-primary:\n    image: redis:7.2\n  redis-replica:\n    image: redis:7.2\n    command: redis-server --replicaof redis-primary 6379\n',
        },
      },
      {
        name: "compose: told by the image's variables",
        files: {
          'docker-compose.yml':
            'services:\n  redis-master:\n    image: bitnami/redis:7.2\n    environment: { REDIS_REPLICATION_MODE: master, ALLOW_EMPTY_PASSWORD: "yes" }\n  redis-slave:\n    image: bitnami/redis:7.2\n    environment: { REDIS_REPLICATION_MODE: slave, REDIS_MASTER_HOST: redis-master, ALLOW_EMPTY_PASSWORD: "yes" }\n',
        },
      },
      {
        name: 'compose: a script starts it',
        files: {
          'docker-compose.yml':
            'services:\n  redis-primary:\n    image: redis:7.2\n  redis-replica:\n    image: redis:7.2\n    entrypoint: ["/start-replica.sh"]\n    volumes: ["./start-replica.sh:/start-replica.sh"]\n',
          'start-replica.sh': 'exec redis-server --replicaof redis-primary 6379\n',
        },
      },
      {
        name: 'compose: another service says REPLICAOF',
        files: {
          'docker-compose.yml':
            'services:\n  redis-primary:\n    image: redis:7.2\n  redis-replica:\n    image: redis:7.2\n  setup:\n    image: redis:7.2\n    entrypoint: sh -c "redis-cli -h redis-replica REPLICAOF redis-primary 6379"\n',
        },
      },
    ],
  },
});

const isPrimary = (at: EndpointView): boolean =>
  roleOf(at) === 'primary' && at.info('run_id') !== undefined && at.info('master_replid') !== undefined && at.info('cluster_enabled') === '0';

function isWriterOf(other: TargetView, reader: TargetView): boolean {
  const use = reader.declared?.use ?? null;
  return (
    other !== reader &&
    other.declared !== undefined &&
    !other.declared.readOnly &&
    other.declared.kind === 'server' &&
    (use === null || use === 'read' || use === other.declared.use)
  );
}

function told(target: TargetView, writer: EndpointView, reader: EndpointView): Found {
  const keys = (at: EndpointView) => (at.value('keys') ? `${at.value('keys')?.total} keys` : 'keys unknown');
  const isOneName = writer.get('learned')?.from === 'name' || reader.get('learned')?.from === 'name';
  const [one, other] = reader.get('learned')?.from === 'name' ? [writer, reader] : [reader, writer];
  return {
    summary: isOneName
      ? `Two servers stand behind ${hostOf(one)}, ${one.get('connect')?.used} (${keys(one)}) and ${other.get('connect')?.used} (${keys(other)}), and neither replicates the other: it depends on chance which one a connection gets.`
      : `${reader.subject} (${keys(reader)}) is meant to hold what ${writer.subject} (${keys(writer)}) holds, but it is a primary of its own: nothing is replicated.`,
    evidence: [
      { probe: 'info', subject: reader.subject },
      { probe: 'info', subject: writer.subject },
    ],
    where: places(target).slice(0, 1),
    concerns: [reader.subject, writer.subject],
    remedies: [
      remedy(
        `Make ${reader.subject} a replica: all that it holds now is replaced (its masterauth must be the password of the primary)`,
        [`${redisCli(reader)} --rdb before-replication.rdb`, `${redisCli(reader)} REPLICAOF ${writer.subject.replace(/:(\d+)$/, ' $1')}`, `${redisCli(reader)} CONFIG REWRITE`],
        diagnoseTarget(target),
        'destructive',
      ),
      remedy(`Or point ${sourceText(target)} to a replica of ${writer.subject}`, [], diagnoseTarget(target)),
    ],
  };
}

const isReplicaName = (name: string): boolean => /(^|[-_/.])(replica|slave)s?([-_.]?\d+)?$/i.test(name);

function statefulSet(replicas: number, command: string): string {
  return (
    `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: redis }\nspec:\n  serviceName: redis\n  replicas: ${replicas}\n  selector: { matchLabels: { app: redis } }\n` +
    `  template:\n    metadata: { labels: { app: redis } }\n    spec:\n      containers:\n        - name: redis\n          image: redis:7.4.2\n          command: ${command}\n`
  );
}
