import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { redisCli } from '../remedy.ts';
import { addressText, announcedBy, clusterViews, endpointAt, isNodeGone } from '../topology.ts';
import { clusterNodeAt, nodeId, nodeSeen } from '../topology-examples.ts';

const [a, b, c] = ['192.0.2.11:6379', '192.0.2.12:6379', '192.0.2.13:6379'] as const;

export default defineCause({
  code: 'cluster/node-failed',
  severity: 'error',
  scope: 'target',
  title: 'A node of the cluster has failed, its slots are served',
  meaning: 'The cluster works, with less protection than before: the next failure in the same part may take slots away.',
  detection: 'The cluster flags a node as failed, or has lost its bus connection to it and it cannot be reached from here; and it owns no slots (any more).',
  advice: 'Start the node again: it rejoins as a replica. One that will not come back is removed with CLUSTER FORGET on every node.',
  source: 'redis.io, "Redis cluster specification", failure detection',
  needs: ['cluster'],
  explains: ['cluster/no-replica', 'network/nothing-listening', 'network/filtered', 'network/unreachable', 'process/not-running'],
  reach: 'target',
  detect: (target) => {
    const views = clusterViews(target);
    const [first] = views;
    if (!first) return null;
    const gone = new Map(views.flatMap((each) => each.view.nodes.filter((node) => node.slots === 0 && isNodeGone(node, each)).map((node) => [node.id, node] as const)));
    // A node that some other view calls an owner of slots is told as cluster/slots-uncovered.
    for (const { view } of views) for (const node of view.nodes) if (node.slots > 0) gone.delete(node.id);
    if (gone.size === 0) return null;
    const all = [...gone.values()];
    const names = all.map((node) => addressText(announcedBy(node, first.at)));
    return {
      summary: `${names.join(', ')} of the cluster ${all.length === 1 ? 'has' : 'have'} failed; the slots are served by the others.`,
      evidence: [{ probe: 'cluster', subject: first.at.subject }],
      concerns: all.map((node) => endpointAt(target, announcedBy(node, first.at))?.subject ?? addressText(node)),
      remedies: [
        remedy(
          `Start ${names.join(', ')} again`,
          names.map((name) => `rediscue diagnose 'redis://:***@${name}/0'`),
          diagnoseTarget(target),
        ),
        remedy(
          'Or remove it for good, on every node',
          all.map((node) => `${redisCli(first.at)} CLUSTER FORGET ${node.id}`),
          diagnoseTarget(target),
          'disruptive',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a former primary failed, its replica took over',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(a, [nodeSeen(a, { slots: 8192 }), nodeSeen(b, { slots: 8192 }), nodeSeen(c, { flags: ['master', 'fail'], linkState: 'disconnected' })], {
              entry: true,
            }),
          },
        },
      },
      {
        name: 'a replica failed',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(
              a,
              [
                nodeSeen(a, { slots: 8192 }),
                nodeSeen(b, { slots: 8192 }),
                nodeSeen(c, { role: 'replica', primaryId: nodeId(a), flags: ['slave', 'fail'], linkState: 'disconnected' }),
              ],
              { entry: true },
            ),
          },
        },
      },
    ],
    good: [
      {
        name: 'all nodes are well',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(a, [nodeSeen(a, { slots: 8192 }), nodeSeen(b, { slots: 8192 }), nodeSeen(c, { role: 'replica', primaryId: nodeId(a), flags: ['slave'] })], {
              entry: true,
            }),
          },
        },
      },
    ],
  },
});
