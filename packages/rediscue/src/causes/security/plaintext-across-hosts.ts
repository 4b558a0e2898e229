import { change, diagnoseTarget, places, remedy } from '../declaration.ts';
import { isForTrial } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { container } from '../example-parts.ts';
import { crossesHosts, usedAddress } from '../exposure.ts';
import { about, change as changeFile, placeOf, ways, whereOf } from '../in-files.ts';
import { isLoopback } from '../reach.ts';

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
  inFiles: {
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, program, server }) => {
        const { declared } = target;
        const [address] = declared?.addresses ?? [];
        if (!declared || declared.tls || declared.kind !== 'server' || !address || server !== null || !isPublic(address.host)) return [];
        const { set, placeholder, variable } = declared.password;
        if (!set || placeholder !== null || variable !== null || declared.problems.length > 0 || (program && isForTrial(program))) return [];
        const place = placeOf(target, /_(HOST|URL)$/);
        return [
          {
            summary: `${consumer.name} sends its password unencrypted to ${address.host}:${address.port}, which is on another machine.`,
            evidence: ['target'],
            where: whereOf(target, place),
            ...about(target),
            remedies: [changeFile('Turn TLS on at the server (tls-port, tls-cert-file, tls-key-file), then use rediss:// here', place)],
          },
        ];
      }),
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
  fileExamples: {
    bad: [
      { name: 'redis:// with a password to a public name', files: { '.env': 'REDIS_URL=redis://:u8Zr2Kq0pLw5@cache.shop.io:6379\n' }, at: '.env:1' },
      { name: 'a public address', files: { '.env': 'REDIS_HOST=51.15.20.30\nREDIS_PASSWORD=u8Zr2Kq0pLw5\n' }, at: '.env:1' },
    ],
    good: [
      { name: 'TLS', files: { '.env': 'REDIS_URL=rediss://:u8Zr2Kq0pLw5@cache.shop.io:6379\n' } },
      { name: 'a service of the same network', files: { '.env': 'REDIS_URL=redis://:u8Zr2Kq0pLw5@redis:6379\n' } },
      { name: 'a private address', files: { '.env': 'REDIS_URL=redis://:u8Zr2Kq0pLw5@10.0.3.7:6379\n' } },
      { name: 'a Service of the cluster', files: { '.env': 'REDIS_URL=redis://:u8Zr2Kq0pLw5@redis.shop.svc.cluster.local:6379\n' } },
      { name: 'loopback', files: { '.env': 'REDIS_URL=redis://:u8Zr2Kq0pLw5@localhost:6379\n' } },
      { name: 'no password', files: { '.env': 'REDIS_URL=redis://cache.shop.io:6379\n' } },
      { name: 'a name for documentation', files: { '.env': 'REDIS_URL=redis://:u8Zr2Kq0pLw5@redis.example.com:6379\n' } },
    ],
  },
});

/** Names of private networks and of documentation, and addresses that are not routed. Source: RFC 1918, 2606, 4193, 6598, 6762, 8375. */
const privateName = /(^|\.)(local|localhost|localdomain|internal|intranet|private|corp|home|lan|svc|test|invalid|example|consul|arpa|example\.(com|net|org))$|\.svc(\.|$)/i;
const privateAddress = /^(10\.|127\.|0\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/;

function isPublic(host: string): boolean {
  if (isLoopback(host) || !host.includes('.') || /[^a-z0-9.-]/i.test(host)) return false;
  return /^\d+(\.\d+){3}$/.test(host) ? !privateAddress.test(host) : !privateName.test(host);
}
