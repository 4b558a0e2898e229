import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { unconnected } from '../example-parts.ts';
import { seenFrom } from '../place.ts';
import { attemptsText, connectFailure, hurt, isToldOfReplica } from '../reach.ts';

export default defineCause({
  code: 'network/unreachable',
  severity: 'critical',
  scope: 'endpoint',
  title: 'There is no route to the host or network',
  meaning:
    'The network says that it cannot deliver: no route to the network, or nobody with that address on the local network. The host is off, the address is wrong, or a VPN or connector is missing.',
  detection: 'The connection fails with EHOSTUNREACH or ENETUNREACH. Silence up to the time limit is network/filtered.',
  advice: 'Correct the address, bring up the VPN, connector or interface that leads to that network, or start the host.',
  source: 'connect(2): EHOSTUNREACH, ENETUNREACH',
  needs: ['connect'],
  explains: ['replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    if (connectFailure(at) !== 'unreachable' || isToldOfReplica(at)) return null;
    const attempt = at.get('connect')?.attempts.find((each) => each.state === 'unreachable');
    return {
      ...hurt(at, 'critical'),
      summary: `There is no way to ${at.subject}${seenFrom(at, 'connect')}: ${attemptsText(at)}${attempt?.code ? ` (${attempt.code})` : ''}.`,
      why: `the network cannot deliver to ${at.subject}${seenFrom(at, 'connect')}`,
      evidence: ['connect'],
      remedies: [
        remedy(
          'See the route and the neighbour, and repair what is missing',
          [`ip route get ${attempt?.address ?? ''}`, `ip neigh show ${attempt?.address ?? ''}`],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'nobody has that address', facts: unconnected('unreachable') },
      { name: 'no route for either family', facts: unconnected('unreachable', ['2001:db8::1', '192.0.2.10']) },
    ],
    good: [
      {
        name: 'no IPv6 here, IPv4 works',
        facts: {
          connect: {
            attempts: [
              { address: '2001:db8::1', port: 6379, state: 'unreachable', code: 'ENETUNREACH', ms: 0.1 },
              { address: '192.0.2.10', port: 6379, state: 'connected', code: null, ms: 1 },
            ],
            used: '192.0.2.10',
          },
        },
      },
      { name: 'no answer at all', facts: unconnected('timed-out') },
    ],
  },
});
