import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { unconnected } from '../example-parts.ts';
import { isLoopback } from '../reach.ts';
import { addressText, announcedBy, clusterViews, endpointAt, isOnThisMachine, isOutOfReach } from '../topology.ts';
import { clusterNodeAt, nodeSeen } from '../topology-examples.ts';

const entry = '192.0.2.11:6379';
const inner = '172.18.0.6:6379';

export default defineCause({
  code: 'cluster/unreachable-announcement',
  severity: 'critical',
  scope: 'target',
  title: 'The nodes announce addresses that the application cannot reach',
  meaning:
    'The first node answers, and sends the client to addresses that mean nothing here: inner addresses of containers, or loopback of another machine. Cluster clients fail at once or for the keys of those nodes.',
  detection: 'A node that the cluster calls connected and well announces an address that cannot be reached from here, while another node answers.',
  advice:
    'Let each node announce what clients reach: `cluster-announce-ip`, `-port` and `-bus-port`, or `cluster-announce-hostname` with `cluster-preferred-endpoint-type hostname` (7.0).',
  source: 'redis.conf, cluster Docker/NAT support',
  needs: ['cluster', 'connect'],
  explains: ['network/nothing-listening', 'network/filtered', 'network/unreachable', 'network/name-not-found', 'network/not-redis', 'process/not-running'],
  detect: (target) => {
    if (target.declared?.kind !== 'cluster') return null;
    const [first] = clusterViews(target);
    if (!first) return null;
    const { at, view } = first;
    const lost = view.nodes.flatMap((node) => {
      if (node.flags.some((flag) => flag.startsWith('fail') || flag === 'handshake' || flag === 'noaddr') || node.linkState !== 'connected') return [];
      if (node.slots === 0 && node.role === 'primary') return [];
      const address = announcedBy(node, at);
      const seen = endpointAt(target, address);
      // Loopback of another machine, and the server that answers here is none of this cluster.
      const isForeign =
        isLoopback(address.host) && !isOnThisMachine(at) && seen !== undefined && seen !== at && seen.value('cluster')?.nodes.some(({ id }) => id === node.id) !== true;
      return seen !== undefined && (isOutOfReach(seen) || isForeign) ? [{ node, address, seen }] : [];
    });
    if (lost.length === 0) return null;
    const primaries = lost.filter(({ node }) => node.role === 'primary');
    return {
      ...(primaries.length === 0 && { severity: 'warning' as const }),
      summary: `The cluster sends clients to ${lost.map(({ address }) => addressText(address)).join(', ')}, which cannot be reached from here, although ${at.subject} is connected to ${lost.length === 1 ? 'it' : 'them'}.`,
      evidence: [{ probe: 'cluster', subject: at.subject }, ...lost.map(({ seen }) => ({ probe: 'connect' as const, subject: seen.subject }))],
      concerns: lost.map(({ seen }) => seen.subject),
      remedies: [
        remedy(
          'Let each node announce the address that clients reach (on each node, with its own)',
          ['redis-cli -h <node> CONFIG SET cluster-announce-ip <address>', 'redis-cli -h <node> CONFIG SET cluster-announce-port <port>', 'redis-cli -h <node> CONFIG REWRITE'],
          diagnoseTarget(target),
          'disruptive',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: "containers announce their inner addresses, one node's port is published",
        facts: {
          endpoints: {
            [entry]: clusterNodeAt(entry, [nodeSeen(entry, { slots: 8192 }), nodeSeen(inner, { slots: 8192 })], { entry: true }),
            [inner]: { ...clusterNodeAt(inner, []), ...unconnected('timed-out', ['172.18.0.6']), cluster: null },
          },
        },
      },
    ],
    good: [
      {
        name: 'a node that has just died',
        facts: {
          endpoints: {
            [entry]: clusterNodeAt(entry, [nodeSeen(entry, { slots: 16384 }), nodeSeen('192.0.2.12:6379', { role: 'replica', flags: ['slave'], linkState: 'disconnected' })], {
              entry: true,
            }),
            '192.0.2.12:6379': { ...clusterNodeAt('192.0.2.12:6379', []), ...unconnected('refused', ['192.0.2.12']), cluster: null },
          },
        },
      },
      {
        name: 'a node that knows no address of its own yet',
        facts: { endpoints: { [entry]: clusterNodeAt(entry, [nodeSeen(entry, { slots: 16384, host: '', myself: true })], { entry: true }) } },
      },
    ],
  },
});
