import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { addressText, announcedBy, clusterViews, isNodeGone } from '../topology.ts';
import { clusterNodeAt, nodeId, nodeSeen } from '../topology-examples.ts';

const [a, b, c, d] = ['192.0.2.11:6379', '192.0.2.12:6379', '192.0.2.13:6379', '192.0.2.14:6379'] as const;

export default defineCause({
  code: 'cluster/no-replica',
  severity: 'warning',
  scope: 'target',
  title: 'A primary of the cluster has no replica',
  meaning: 'When that primary fails its slots have no owner, and with `cluster-require-full-coverage yes` the whole cluster refuses all keys.',
  detection: 'Among the nodes of a cluster with several primaries, one that owns slots has no living replica.',
  advice: 'Add a replica for it on another machine.',
  source: 'redis.io, "Scale with Redis Cluster", replica',
  needs: ['cluster'],
  explains: [],
  detect: (target) => {
    const [first] = clusterViews(target);
    if (!first || first.view.size < 2) return null;
    const { at, view } = first;
    const bare = view.nodes.filter(
      (node) => node.role === 'primary' && node.slots > 0 && !isNodeGone(node, first) && !view.nodes.some((other) => other.primaryId === node.id && !isNodeGone(other, first)),
    );
    if (bare.length === 0) return null;
    const names = bare.map((node) => addressText(announcedBy(node, at)));
    return {
      summary: `${bare.length} of ${view.size} primaries of the cluster ${bare.length === 1 ? 'has' : 'have'} no replica: ${names.join(', ')}.`,
      evidence: [{ probe: 'cluster', subject: at.subject }],
      concerns: [at.subject],
      remedies: [
        remedy(
          'Add a node as its replica',
          bare.map((node) => `redis-cli --cluster add-node <new-host:port> ${addressText(announcedBy(node, at))} --cluster-slave --cluster-master-id ${node.id}`),
          diagnoseTarget(target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'two primaries, one replica',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(a, [nodeSeen(a, { slots: 8192 }), nodeSeen(b, { slots: 8192 }), nodeSeen(c, { role: 'replica', primaryId: nodeId(a), flags: ['slave'] })], {
              entry: true,
            }),
          },
        },
      },
    ],
    good: [
      {
        name: 'each has one',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(
              a,
              [
                nodeSeen(a, { slots: 8192 }),
                nodeSeen(b, { slots: 8192 }),
                nodeSeen(c, { role: 'replica', primaryId: nodeId(a), flags: ['slave'] }),
                nodeSeen(d, { role: 'replica', primaryId: nodeId(b), flags: ['slave'] }),
              ],
              { entry: true },
            ),
          },
        },
      },
      { name: 'a cluster of one node', facts: { endpoints: { [a]: clusterNodeAt(a, [nodeSeen(a, { slots: 16384 })], { entry: true }) } } },
    ],
  },
});
