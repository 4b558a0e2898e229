import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { notConnected } from '../example-parts.ts';
import { seenFrom } from '../place.ts';
import { hurt, isToldOfReplica } from '../reach.ts';

export default defineCause({
  code: 'network/resolver-unreachable',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The name server does not answer',
  meaning: 'Whether the host name exists cannot be known: the name server is silent or fails. Every application on this machine that needs a name has the same trouble.',
  detection: 'Resolving ends by time-out, EAI_AGAIN or SERVFAIL. An answer that the name does not exist is network/name-not-found instead.',
  advice: "Repair the resolver: /etc/resolv.conf, the container's network, the way to the name server. Until then an address or an entry in /etc/hosts helps.",
  source: 'getaddrinfo(3): EAI_AGAIN, EAI_FAIL; RFC 1035: SERVFAIL',
  needs: ['resolve'],
  explains: ['replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    const resolve = at.get('resolve');
    if ((resolve?.state !== 'resolver-failed' && resolve?.state !== 'timed-out') || isToldOfReplica(at)) return null;
    const said = resolve.nameServers
      .filter((server) => server.state !== 'answered')
      .map((server) => `${server.server} ${server.state === 'silent' ? 'is silent' : (server.code ?? server.state)}`);
    const how = resolve.state === 'timed-out' ? 'no answer in time' : (resolve.code ?? 'it failed');
    return {
      ...hurt(at, 'critical'),
      summary: `The name server does not answer, so ${resolve.host} cannot be resolved (${said.length > 0 ? said.join(', ') : how}${seenFrom(at, 'resolve')}).`,
      why: `the name server gave no answer for ${resolve.host}${seenFrom(at, 'resolve')}`,
      evidence: ['resolve'],
      remedies: [remedy('See which name server is asked and whether it can be reached', ['cat /etc/resolv.conf', `getent hosts ${resolve.host}`], diagnoseTarget(at.target))],
    };
  },
  examples: {
    bad: [
      {
        name: 'the name server is silent',
        facts: {
          ...notConnected,
          connect: null,
          resolve: { state: 'timed-out', addresses: [], code: null, nameServers: [{ server: '192.0.2.53', state: 'silent', code: null }] },
        },
      },
      {
        name: 'the name server fails',
        facts: {
          ...notConnected,
          connect: null,
          resolve: { state: 'resolver-failed', addresses: [], code: 'EAI_AGAIN', nameServers: [{ server: '192.0.2.53', state: 'failed', code: 'SERVFAIL' }] },
        },
      },
    ],
    good: [
      { name: 'the name does not exist', facts: { ...notConnected, connect: null, resolve: { state: 'not-found', addresses: [], code: 'ENOTFOUND' } } },
      { name: 'one name server is silent, another one answers', facts: { resolve: { nameServers: [{ server: '192.0.2.53', state: 'silent', code: null }] } } },
    ],
  },
});
