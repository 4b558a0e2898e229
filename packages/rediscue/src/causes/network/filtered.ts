import { engine } from '../container-state.ts';
import { diagnoseTarget, edit, remedy } from '../declaration.ts';
import { defineCause, type Found, type Undecided } from '../define.ts';
import { notSpoken, serverProcess, unconnected } from '../example-parts.ts';
import { isOtherwiseUnseen } from '../kubectl.ts';
import { seenFrom } from '../place.ts';
import { attemptsText, connectFailure, hostOf, hurt, isToldOfReplica, portOf } from '../reach.ts';
import type { EndpointView } from '../view.ts';

/** The kernel takes connections for a stopped process until its queue is full; then they time out as if filtered. */
const isHeld = (state: string | undefined): boolean => state === 'T' || state === 't' || state === 'D';

/** Commands as they are given where the connection was seen to fail: in the network of the application's container, or here. */
function inPlace(at: EndpointView, commands: readonly string[]): string[] {
  const from = at.get('connect')?.from;
  if (from === undefined) return [...commands];
  return commands.map((command) => `nsenter -t "$(${engine(at)} inspect --format '{{.State.Pid}}' ${from})" -n sh -c '${command}'`);
}

/**
 * A network policy forbids the way from the application's pod. It is only believed where the server does not know that pod: not every
 * cluster has a plugin that enforces policies.
 */
function deniedByPolicy(at: EndpointView): Found | Undecided | null {
  const cluster = at.get('kubernetes');
  const [first] = cluster?.denials ?? [];
  if (!cluster || !first || !at.isEntry || !isOtherwiseUnseen(at)) return null;
  const names = [...new Set(cluster.denials.map(({ policy }) => policy))].join(', ');
  const way = first.direction === 'egress' ? `${first.pod} may not connect to it` : `it takes no connection from ${cluster.from[0]?.pod ?? 'the application'}`;
  // Pods that are ready may do without for now.
  const isFailing = cluster.from.some(({ ready }) => !ready);
  return {
    ...(!isFailing && { severity: 'error' as const }),
    summary: `The network policy ${names} lets nothing through from the application to ${at.subject}: ${way}.`,
    why: `the network policy ${names} forbids the way to ${at.subject}`,
    evidence: ['kubernetes', 'clients'],
    where: cluster.denials.map(({ place }) => place),
    remedies: [
      remedy(
        `Add a rule to ${names} that allows ${first.direction === 'egress' ? 'egress' : 'ingress'} between the two pods at the port of ${at.subject}`,
        [edit(first.place)],
        diagnoseTarget(at.target),
      ),
    ],
  };
}

export default defineCause({
  code: 'network/filtered',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Packets to the port vanish',
  meaning:
    'The address resolves, but nobody answers the connection: no acceptance and no refusal. A firewall, a security group or a missing route swallows it, or the host is switched off.',
  detection:
    'The connection times out without a refusal, or this machine itself does not permit it. In a cluster: the network policies that select one of the two pods have no rule for the way, and the server has no client from the application. A wrong name fails within milliseconds and is network/name-not-found; a server that accepts and then stays silent is process/unresponsive.',
  advice: 'Let the port through where the packets are dropped: host firewall, security group, network policy, VPN. Then look again from the same place.',
  source: 'connect(2): ETIMEDOUT, EPERM',
  needs: ['connect'],
  explains: ['replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    const denied = deniedByPolicy(at);
    if (denied) return denied;
    const failure = connectFailure(at);
    if ((failure !== 'timed-out' && failure !== 'not-permitted') || isToldOfReplica(at)) return null;
    if (failure === 'timed-out' && isHeld(at.get('process')?.state)) return null;
    const port = portOf(at);
    if (port === null)
      return {
        ...hurt(at, 'critical'),
        summary: `This account may not open the socket ${at.subject}.`,
        evidence: ['connect'],
        remedies: [remedy("See who may open it, and join the server's group", [`ls -l ${at.subject}`, 'id'], diagnoseTarget(at.target))],
      };
    return {
      ...hurt(at, 'critical'),
      summary:
        failure === 'timed-out'
          ? `Packets to ${at.subject} vanish${seenFrom(at, 'connect')}: ${attemptsText(at)}, neither accepted nor refused. The name and the address are not at fault; a firewall, a security group or a route is.`
          : `This machine does not permit the connection to ${at.subject} (${at.get('connect')?.attempts[0]?.code ?? 'EPERM'}): a local firewall or policy refuses it.`,
      why: failure === 'timed-out' ? `packets to ${at.subject} vanish${seenFrom(at, 'connect')}` : `this machine does not permit connections to ${at.subject}`,
      evidence: at.get('resolve') ? ['connect', 'resolve'] : ['connect'],
      remedies: [
        remedy(
          'See where the packets end, and let the port through there',
          inPlace(at, [`ip route get ${at.get('connect')?.attempts[0]?.address ?? hostOf(at)}`, `nc -zvw 2 ${hostOf(at)} ${port}`, 'iptables -S || nft list ruleset']),
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'no answer within a second', facts: unconnected('timed-out') },
      {
        name: 'IPv4 is dropped, IPv6 has no route',
        facts: {
          ...unconnected('timed-out'),
          connect: {
            attempts: [
              { address: '2001:db8::1', port: 6379, state: 'unreachable', code: 'ENETUNREACH', ms: 0.1 },
              { address: '192.0.2.10', port: 6379, state: 'timed-out', code: null, ms: 1000 },
            ],
            used: null,
          },
        },
      },
      { name: 'a rule on this machine rejects it', facts: unconnected('not-permitted') },
      { name: 'a server runs here and its port is dropped', facts: { ...unconnected('timed-out', ['127.0.0.1']), process: serverProcess() } },
    ],
    good: [
      { name: 'refused at once', facts: unconnected('refused') },
      { name: 'the server is stopped and its queue is full', facts: { ...unconnected('timed-out', ['127.0.0.1']), process: serverProcess({ state: 'T' }) } },
      { name: 'it accepts and then says nothing', facts: { ...notSpoken, speak: { state: 'silent', reply: null, error: null, protocol: null, firstBytes: null } } },
    ],
  },
});
