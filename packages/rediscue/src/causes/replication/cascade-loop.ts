import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { isLoopback } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import { endpointAt, roleOf, sourceOf, standsAt } from '../topology.ts';
import { learnedFrom, primaryAt, replicaAt } from '../topology-examples.ts';
import type { EndpointView, TargetView } from '../view.ts';

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
