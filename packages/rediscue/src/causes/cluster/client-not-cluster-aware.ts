import { change, places, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { addressText, announcedBy } from '../topology.ts';
import { clusterNodeAt, nodeSeen } from '../topology-examples.ts';

const [a, b, c] = ['192.0.2.11:6379', '192.0.2.12:6379', '192.0.2.13:6379'] as const;
const three = [nodeSeen(a, { slots: 5461 }), nodeSeen(b, { slots: 5462 }), nodeSeen(c, { slots: 5461 })];

export default defineCause({
  code: 'cluster/client-not-cluster-aware',
  severity: 'critical',
  scope: 'endpoint',
  title: 'A plain client talks to a cluster',
  meaning:
    'Each node of a cluster holds a part of the keys and answers `-MOVED` for the others. A client that does not follow that fails for most keys, and works for some: it looks random.',
  detection: "The target is declared as a single server; the server is a node of a cluster with several primaries, or answered MOVED to the probe's own key.",
  advice: "Use the client's cluster mode with the addresses of several nodes.",
  source: 'redis.io, "Redis cluster specification", MOVED redirection',
  needs: ['write', 'info'],
  explains: [],
  detect: (at) => {
    const kind = at.target.declared?.kind;
    if (!at.isEntry || (kind !== 'server' && kind !== 'unix') || at.info('cluster_enabled') === '0') return null;
    const write = at.get('write');
    const moved = write?.error === 'MOVED' ? write.reply : write?.readError === 'MOVED' ? write.readReply : null;
    const view = at.value('cluster');
    const isShared = at.info('cluster_enabled') === '1' && view !== undefined && view.size > 1;
    if (moved === null && write?.error !== 'MOVED' && write?.readError !== 'MOVED' && !isShared) return null;
    const own = view?.nodes.find(({ myself }) => myself)?.slots;
    const nodes = (view?.nodes ?? []).filter(({ role, slots }) => role === 'primary' && slots > 0).map((node) => addressText(announcedBy(node, at)));
    const share = own === undefined ? '' : ` and holds ${Math.round((own / 16384) * 100)} % of the slots`;
    const url = `cluster://:***@${(nodes.length > 0 ? nodes : [at.subject]).join(',')}`;
    return {
      summary: `${at.subject} is a node of a cluster${share}; a plain client fails with MOVED for every other key.`,
      why: moved ? `the probe's key got "${moved}"` : `the cluster has ${view?.size} primaries`,
      evidence: ['write', 'info', 'cluster'],
      where: places(at.target).slice(0, 1),
      remedies: [
        remedy(
          `Declare the cluster in ${sourceText(at.target)}, and use the client's cluster mode`,
          [...change(at.target), `rediscue diagnose '${url}'`],
          `rediscue diagnose '${url}'`,
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'MOVED to a plain client',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(a, three, { entry: true, kind: 'server', facts: { write: { state: 'refused', step: 'set', error: 'MOVED', reply: 'MOVED 9189 192.0.2.12:6379' } } }),
          },
        },
      },
      { name: "the probe's key happens to live here", facts: { endpoints: { [a]: clusterNodeAt(a, three, { entry: true, kind: 'server' }) } } },
    ],
    good: [
      { name: 'a cluster declared as one', facts: { endpoints: { [a]: clusterNodeAt(a, three, { entry: true }) } } },
      { name: 'a cluster of one node that holds every slot', facts: { endpoints: { [a]: clusterNodeAt(a, [nodeSeen(a, { slots: 16384 })], { entry: true, kind: 'server' }) } } },
    ],
  },
});
