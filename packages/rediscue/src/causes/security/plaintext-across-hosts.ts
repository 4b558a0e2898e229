import { change, diagnoseTarget, places, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container } from '../example-parts.ts';
import { crossesHosts, usedAddress } from '../exposure.ts';

export default defineCause({
  code: 'security/plaintext-across-hosts',
  severity: 'warning',
  scope: 'target',
  title: 'The password crosses the network unencrypted',
  meaning: 'Whoever can listen on the way reads the password and all data.',
  detection: 'A password is sent without TLS to an address that is not on this machine, not a container of it, and not a service name inside a network of containers.',
  advice: 'Turn TLS on at the server and use `rediss://`, or put the connection into an encrypted tunnel or network.',
  source: 'redis.io, "TLS"',
  needs: ['connect', 'auth'],
  explains: [],
  detect: (target) => {
    if (target.declared?.tls !== false || !target.declared.password.set) return null;
    const at = target.endpoints.find((each) => {
      const outcome = each.get('auth')?.outcome;
      return (outcome === 'accepted' || outcome === 'rejected') && crossesHosts(each) === true;
    });
    if (!at) return null;
    return {
      summary: `The password for ${at.subject} goes unencrypted over the network to ${usedAddress(at)}.`,
      evidence: [
        { probe: 'connect', subject: at.subject },
        { probe: 'auth', subject: at.subject },
      ],
      concerns: [at.subject],
      where: places(target).slice(0, 1),
      remedies: [remedy('Turn TLS on at the server (tls-port, tls-cert-file, tls-key-file), then use rediss:// here', change(target), diagnoseTarget(target))],
    };
  },
  examples: {
    bad: [{ name: 'a password over plain TCP to another machine', facts: {} }],
    good: [
      { name: 'TLS', facts: { target: { tls: true } } },
      {
        name: 'loopback',
        facts: { endpoints: { '127.0.0.1:6379': { connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.1 }], used: '127.0.0.1' } } } },
      },
      { name: 'a container of this machine, by its inner address', facts: { containers: { runtime: 'docker', containers: [container({ tiedBy: ['address'] })], neighbours: [] } } },
      { name: 'no password', facts: { target: { password: { set: false } }, auth: { openWithoutLogin: true, outcome: 'not-needed' } } },
    ],
  },
});
