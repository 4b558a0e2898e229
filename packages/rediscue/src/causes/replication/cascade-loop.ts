import { diagnoseTarget, remedy } from '../declaration.ts';
import { placeOfSetting, sourceOfReplica } from '../declared-server.ts';
import { isOwn, isWhole, serverAt } from '../declared-stack.ts';
import { defineCause, type Found } from '../define.ts';
import { change as changeFile, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { isLoopback } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import { endpointAt, roleOf, sourceOf, standsAt } from '../topology.ts';
import { learnedFrom, primaryAt, replicaAt } from '../topology-examples.ts';
import type { EndpointView, ProgramView, ProjectView, TargetView } from '../view.ts';

export default defineCause({
  code: 'replication/cascade-loop',
  severity: 'critical',
  scope: 'target',
  title: 'Servers replicate each other in a ring',
  meaning: 'No server of the ring is a primary: none accepts writes, and what they hold will never change. Two replicas of each other even report that their link is up.',
  detection: 'Each replica is asked where it copies from, and that address is looked at too: following them leads back to a server that was there before.',
  advice: 'Promote the one that holds the newest data; the others then follow it.',
  source: 'Measured on Redis 7.0: two replicas of each other report `master_link_status:up`',
  needs: ['info', 'role'],
  explains: [
    'replication/write-to-replica',
    'replication/link-down',
    'replication/stale-refused',
    'replication/lagging',
    'replication/sync-in-progress',
    'replication/not-enough-replicas',
  ],
  detect: (target) => rings(target).map((ring) => told(target, ring)),
  inFiles: {
    detect: (project) =>
      declaredRings(project).map((ring): Found => {
        const [first] = ring as [ProgramView];
        const place = placeOfSetting(first, 'replicaof', 'slaveof');
        return {
          summary:
            ring.length === 1
              ? `${first.name} is told to replicate itself: there is no primary, and every write is refused.`
              : `These servers are told to replicate each other in a ring, so none of them is a primary: ${[...ring, first].map(({ name }) => name).join(' → ')}.`,
          evidence: programs(first, ...ring.slice(1)),
          where: ring.map((server) => placeOfSetting(server, 'replicaof', 'slaveof')),
          concerns: ring.flatMap((server) => endpointsOf(project, server)),
          remedies: [changeFile('Take `replicaof` from the one that is to be the primary', place)],
        };
      }),
  },
  examples: {
    bad: [
      {
        name: 'two replicas of each other, both links up',
        facts: {
          endpoints: {
            '192.0.2.11:6379': replicaAt('192.0.2.11:6379', '192.0.2.12:6379'),
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', learnedFrom('192.0.2.11:6379', 'primary', 'replication')),
          },
        },
      },
      {
        name: 'a server replicates itself',
        facts: { endpoints: { '192.0.2.11:6379': replicaAt('192.0.2.11:6379', '127.0.0.1:6379', undefined, { info: { tcp_port: '6379', master_link_status: 'down' } }) } },
      },
    ],
    good: [
      {
        name: 'a replica of a replica',
        facts: {
          endpoints: {
            '192.0.2.13:6379': replicaAt('192.0.2.13:6379', '192.0.2.12:6379', undefined, { facts: { target: { readOnly: true } } }),
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', learnedFrom('192.0.2.13:6379', 'primary', 'replication')),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.12:6379', 'primary', 'replication')),
          },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: two replicas of each other',
        files: {
          'docker-compose.yml':
            'services:\n  one:\n    image: redis:7.4\n    command: redis-server --replicaof two 6379\n  two:\n    image: redis:7.4\n    command: redis-server --replicaof one 6379\n',
        },
        at: 'docker-compose.yml:4',
      },
      {
        name: 'compose: a replica of itself',
        files: { 'docker-compose.yml': 'services:\n  one:\n    image: redis:7.4\n    command: redis-server --replicaof localhost 6379\n' },
        at: 'docker-compose.yml:4',
      },
      {
        name: 'two configurations of one host',
        files: { 'conf/redis-a.conf': 'port 6379\nreplicaof 127.0.0.1 6380\n', 'conf/redis-b.conf': 'port 6380\nreplicaof 127.0.0.1 6379\n' },
        at: 'conf/redis-a.conf:2',
      },
    ],
    good: [
      {
        name: 'compose: a replica of a replica',
        files: {
          'docker-compose.yml':
            'services:\n  one:\n    image: redis:7.4\n  two:\n    image: redis:7.4\n    command: redis-server --replicaof one 6379\n  three:\n    image: redis:7.4\n    command: redis-server --replicaof two 6379\n',
        },
      },
      {
        name: 'a primary and its replica on one host',
        files: { 'conf/redis-a.conf': 'port 6379\n# replicaof 127.0.0.1 6380\n', 'conf/redis-b.conf': 'port 6380\nreplicaof 127.0.0.1 6379\n' },
      },
    ],
  },
});

function next(at: EndpointView): EndpointView | undefined {
  const source = roleOf(at) === 'replica' ? sourceOf(at) : undefined;
  if (source === undefined) return undefined;
  // From the server's own place, loopback and its own port can only be the server itself.
  if (standsAt(at, source) || (isLoopback(source.host) && at.infoNumber('tcp_port') === source.port)) return at;
  return endpointAt(at.target, source);
}

function rings(target: TargetView): EndpointView[][] {
  const found: EndpointView[][] = [];
  const done = new Set<EndpointView>();
  for (const start of target.endpoints) {
    const path: EndpointView[] = [];
    for (let at: EndpointView | undefined = start; at !== undefined && !done.has(at); at = next(at)) {
      const back = path.indexOf(at);
      if (back !== -1) {
        found.push(path.slice(back));
        break;
      }
      path.push(at);
    }
    for (const at of path) done.add(at);
  }
  return found;
}

function told(target: TargetView, ring: EndpointView[]): Found {
  const newest = ring.toSorted((a, b) => (b.infoNumber('slave_repl_offset') ?? -1) - (a.infoNumber('slave_repl_offset') ?? -1))[0] ?? (ring[0] as EndpointView);
  const circle = [...ring, ring[0] as EndpointView].map(({ subject }) => subject).join(' → ');
  return {
    summary:
      ring.length === 1
        ? `${newest.subject} replicates itself: there is no primary, and every write is refused.`
        : `These servers replicate each other in a ring, so none of them is a primary: ${circle}.`,
    evidence: [{ probe: 'info', subject: newest.subject }, ...ring.filter((at) => at !== newest).map(({ subject }) => ({ probe: 'info' as const, subject }))],
    concerns: ring.map(({ subject }) => subject),
    remedies: [
      remedy(
        `Promote ${newest.subject}${ring.length > 1 ? ', which has copied furthest' : ''}`,
        [`${redisCli(newest)} REPLICAOF NO ONE`, `${redisCli(newest)} CONFIG REWRITE`],
        diagnoseTarget(target),
        'disruptive',
        'promote-replica',
      ),
    ],
  };
}

/** Rings of what the files say. Pods of one workload share what is written, and each has an end of its own. */
function declaredRings(project: ProjectView): ProgramView[][] {
  const servers = declaredServers(project).filter((server) => server.format !== 'kubernetes' && isWhole(server) && isOwn(project, server));
  const next = (server: ProgramView): ProgramView | undefined => {
    const source = sourceOfReplica(server);
    const found = source && serverAt(project, server, source.host, Number(source.port));
    return servers.find(({ subject }) => subject === found?.subject);
  };
  const found: ProgramView[][] = [];
  const done = new Set<string>();
  for (const start of servers) {
    const path: ProgramView[] = [];
    for (let at: ProgramView | undefined = start; at !== undefined && !done.has(at.subject); at = next(at)) {
      const back = path.indexOf(at);
      if (back !== -1) {
        found.push(path.slice(back));
        break;
      }
      path.push(at);
    }
    for (const { subject } of path) done.add(subject);
  }
  return found;
}
