import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { answered, unconnected } from '../example-parts.ts';
import { seenFrom } from '../place.ts';
import { attemptsText, connectFailure, hostOf, hurt, isLoopback, isToldOfReplica, portOf } from '../reach.ts';
import { learnedFrom, primaryAt, replicaAt } from '../topology-examples.ts';

export default defineCause({
  code: 'network/nothing-listening',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The host answers, and nothing listens there',
  meaning: 'The host refuses the connection at once: no process listens on that port. The server is stopped, never started, or listens elsewhere.',
  detection:
    'The connection is refused (RST) at every address, or a unix socket has no server. When a container, a log, a configuration or another port tells why, that code explains this one. Silence instead of a refusal is network/filtered.',
  advice: 'Start the server, or correct the host and port where they are declared.',
  source: 'connect(2): ECONNREFUSED',
  needs: ['connect'],
  explains: ['replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    const failure = connectFailure(at);
    if ((failure !== 'refused' && failure !== 'no-socket' && failure !== 'reset') || isToldOfReplica(at)) return null;
    const port = portOf(at);
    const listeners = at.get('listeners');
    const local = port === null || isLoopback(hostOf(at)) || at.get('connect')?.attempts.every((attempt) => isLoopback(attempt.address));
    const summary =
      port === null
        ? `No server listens on the socket ${at.subject}${failure === 'no-socket' ? ': there is no such file' : ''}.`
        : `Nothing listens on ${at.subject}: the connection ${attemptsText(at).replace(/^\S+ (?=[^,]*$)/, '')}${seenFrom(at, 'connect')}.`;
    return {
      ...hurt(at, 'critical'),
      summary,
      why: `nothing listens on ${at.subject}${seenFrom(at, 'connect')}`,
      evidence: listeners ? ['connect', 'listeners'] : ['connect'],
      remedies: [
        remedy(
          local ? 'See what listens here, and start the server' : `Start the server on ${hostOf(at)}`,
          local
            ? [port === null ? `ls -l ${at.subject}` : `ss -ltnp | grep -E ':${port} '`, 'systemctl status redis-server redis valkey --no-pager']
            : [`ssh ${hostOf(at)} "ss -ltn | grep -E ':${port} '"`],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'the port is refused', facts: unconnected('refused') },
      { name: 'both addresses of localhost refuse', facts: { endpoints: { 'localhost:6379': unconnected('refused', ['::1', '127.0.0.1']) } } },
      {
        name: 'one address has no route, the other one refuses',
        facts: {
          connect: {
            attempts: [
              { address: '2001:db8::1', port: 6379, state: 'unreachable', code: 'ENETUNREACH', ms: 0.1 },
              { address: '192.0.2.10', port: 6379, state: 'refused', code: 'ECONNREFUSED', ms: 1 },
            ],
            used: null,
          },
          speak: null,
          auth: null,
        },
      },
      { name: 'a unix socket that is not there', facts: { endpoints: { '/run/redis/redis.sock': unconnected('no-socket', ['/run/redis/redis.sock'], null) } } },
    ],
    good: [
      {
        name: "a replica's primary is gone: told of the replica",
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, { info: { master_link_status: 'down' }, facts: { target: { readOnly: true } } }),
            '192.0.2.11:6379': { ...primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.12:6379', 'primary', 'replication')), ...unconnected('refused', ['192.0.2.11']) },
          },
        },
      },
      {
        name: 'the first address refuses, the second one answers',
        facts: {
          connect: {
            attempts: [
              { address: '::1', port: 6379, state: 'refused', code: 'ECONNREFUSED', ms: 0.1 },
              { address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.2 },
            ],
            used: '127.0.0.1',
          },
        },
      },
      { name: 'packets vanish', facts: unconnected('timed-out') },
      { name: 'it listens, and refuses to talk', facts: answered('DENIED Redis is running in protected mode') },
    ],
  },
});
