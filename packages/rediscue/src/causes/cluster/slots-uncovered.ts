import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { unconnected } from '../example-parts.ts';
import { hostOf, portOf } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import { addressText, announcedBy, clusterViews, endpointAt, isNodeGone } from '../topology.ts';
import { clusterNodeAt, nodeId, nodeSeen } from '../topology-examples.ts';

const allSlots = 16384;
const [a, b, c] = ['192.0.2.11:6379', '192.0.2.12:6379', '192.0.2.13:6379'] as const;
const well = [nodeSeen(a, { slots: 5461 }), nodeSeen(b, { slots: 5462 }), nodeSeen(c, { slots: 5461 })];
const oneFailed = [nodeSeen(a, { slots: 5461 }), nodeSeen(b, { slots: 5462 }), nodeSeen(c, { slots: 5461, flags: ['master', 'fail'], linkState: 'disconnected' })];

export default defineCause({
  code: 'cluster/slots-uncovered',
  severity: 'critical',
  scope: 'target',
  title: 'Some slots of the cluster have no owner',
  meaning: 'Keys of those slots cannot be used (`-CLUSTERDOWN`). With `cluster-require-full-coverage yes`, the default, the whole cluster refuses all keys.',
  detection:
    'CLUSTER INFO says that slots are not assigned or belong to a failed node; or a node that owns slots has lost its bus connection and cannot be reached from here, and no replica took over yet.',
  advice: 'Start the node that owns them, let its replica take over (CLUSTER FAILOVER FORCE or TAKEOVER), or assign the slots to living nodes: then their keys are lost.',
  source: 'redis.io, "Redis cluster specification", cluster state',
  needs: ['cluster'],
  explains: [
    'cluster/node-failed',
    'cluster/client-not-cluster-aware',
    'network/nothing-listening',
    'network/filtered',
    'network/unreachable',
    'network/name-not-found',
    'process/not-running',
    'replication/link-down',
    'replication/stale-refused',
  ],
  reach: 'target',
  detect: (target) => {
    const views = clusterViews(target);
    const judged = views.map((each) => {
      const gone = each.view.nodes.filter((node) => node.role === 'primary' && node.slots > 0 && isNodeGone(node, each));
      const unassigned = allSlots - each.view.slotsAssigned;
      const missing =
        unassigned +
        Math.max(
          each.view.slotsFail,
          gone.reduce((sum, { slots }) => sum + slots, 0),
        );
      return { ...each, gone, unassigned, missing };
    });
    const [first] = judged.filter(({ missing, view }) => missing > 0 || view.state === 'fail').toSorted((x, y) => y.missing - x.missing);
    if (!first) return null;
    const { at, gone, unassigned, missing, view } = first;
    const isPartial = judged.some((each) => each.missing === 0 && each.view.state === 'ok');
    const owners = gone.map((node) => addressText(announcedBy(node, at)));
    const reason = [
      unassigned > 0 ? `${unassigned === allSlots ? 'no slot was ever assigned' : `${unassigned} slots are assigned to nobody`}` : null,
      owners.length > 0 ? `${owners.join(', ')} ${owners.length === 1 ? 'is' : 'are'} gone and no replica took over` : null,
      missing === 0 ? `${at.subject} sees no majority of the primaries` : null,
    ].filter(Boolean);
    const replicas = gone.flatMap((node) => view.nodes.filter((other) => other.primaryId === node.id && !isNodeGone(other, first)));
    return {
      ...(isPartial && { severity: 'error' as const }),
      summary: `${missing > 0 ? `${missing} of ${allSlots} slots of the cluster have no owner` : 'The cluster is down'}: ${reason.join('; ')}.`,
      evidence: [
        { probe: 'cluster', subject: at.subject },
        ...gone.flatMap((node) => (endpointAt(target, announcedBy(node, at)) ? [{ probe: 'connect' as const, subject: addressText(announcedBy(node, at)) }] : [])),
      ],
      concerns: [
        ...judged.filter((each) => each.missing > 0 || each.view.state === 'fail').map((each) => each.at.subject),
        ...gone.map((node) => endpointAt(target, announcedBy(node, at))?.subject ?? addressText(node)),
      ],
      remedies: [
        ...(owners.length > 0
          ? [
              remedy(
                `Start ${owners.join(', ')} again`,
                owners.map((owner) => `rediscue diagnose 'redis://:***@${owner}/0'`),
                diagnoseTarget(target),
              ),
            ]
          : []),
        ...replicas
          .slice(0, 1)
          .map((replica) =>
            remedy(
              'Let its replica take over without asking: writes that it did not copy are lost',
              [`redis-cli -h ${replica.host} -p ${replica.port} CLUSTER FAILOVER TAKEOVER`],
              diagnoseTarget(target),
              'destructive',
            ),
          ),
        ...(unassigned === allSlots && view.knownNodes === 1
          ? [remedy('Make the nodes a cluster', ['redis-cli --cluster create <host:port> <host:port> <host:port> --cluster-replicas 1'], diagnoseTarget(target))]
          : unassigned > 0
            ? [remedy('Assign the free slots to living nodes', [`redis-cli --cluster fix ${hostOf(at)}:${portOf(at)}`], `${redisCli(at)} CLUSTER INFO`, 'disruptive')]
            : []),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a primary without a replica failed',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(a, oneFailed, { entry: true, cluster: { state: 'fail', slotsOk: 10923, slotsFail: 5461 } }),
            [b]: clusterNodeAt(b, oneFailed, { cluster: { state: 'fail', slotsOk: 10923, slotsFail: 5461 } }),
          },
        },
      },
      {
        name: 'a cluster that was never made',
        facts: { endpoints: { [a]: clusterNodeAt(a, [nodeSeen(a)], { entry: true, cluster: { state: 'fail', slotsAssigned: 0, slotsOk: 0, size: 0 } }) } },
      },
      {
        name: 'a primary died a second ago, the cluster has not noticed',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(a, [nodeSeen(a, { slots: 5461 }), nodeSeen(b, { slots: 5462 }), nodeSeen(c, { slots: 5461, linkState: 'disconnected' })], { entry: true }),
            [c]: { ...clusterNodeAt(c, well), ...unconnected('refused', ['192.0.2.13']), cluster: null },
          },
        },
      },
    ],
    good: [
      { name: 'all slots have owners', facts: { endpoints: { [a]: clusterNodeAt(a, well, { entry: true }), [b]: clusterNodeAt(b, well) } } },
      {
        name: 'a replica took over from a failed primary',
        facts: {
          endpoints: {
            [a]: clusterNodeAt(
              a,
              [
                nodeSeen(a, { slots: 8192 }),
                nodeSeen(b, { slots: 8192 }),
                nodeSeen(c, { slots: 0, flags: ['master', 'fail'], linkState: 'disconnected' }),
                nodeSeen('192.0.2.14:6379', { role: 'replica', primaryId: nodeId(a) }),
              ],
              {
                entry: true,
              },
            ),
          },
        },
      },
    ],
  },
});
