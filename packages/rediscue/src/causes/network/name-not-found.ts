import { change, diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { notConnected } from '../example-parts.ts';
import { kubectl } from '../kubectl.ts';
import { seenFrom } from '../place.ts';
import { hostOf, hurt, isToldOfReplica } from '../reach.ts';

export default defineCause({
  code: 'network/name-not-found',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The host name does not resolve',
  meaning: 'The name server answered, and its answer is that this name does not exist. The application fails before it sends a single packet to Redis.',
  detection: "The resolver's own answer is NXDOMAIN (ENOTFOUND), at once. A name server that is silent or fails is network/resolver-unreachable instead.",
  advice: 'Correct the name where it is declared, or create the record. A container service name resolves only inside its network.',
  source: 'getaddrinfo(3): EAI_NONAME, EAI_NODATA',
  needs: ['resolve'],
  explains: ['replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    const resolve = at.get('resolve');
    if (resolve?.state !== 'not-found' || isToldOfReplica(at)) return null;
    const cluster = at.get('kubernetes');
    const by = resolve.nameServers.find((server) => server.state === 'answered');
    return {
      ...hurt(at, 'critical'),
      summary: cluster
        ? `The namespace ${cluster.namespace} has no Service ${hostOf(at).split('.')[0]}, so the name ${resolve.host} does not exist there${cluster.nearest === null ? '' : `; there is ${cluster.nearest}`}${at.isEntry ? ` (${sourceText(at.target, 'host')})` : ''}.`
        : `The host name ${resolve.host} does not exist (${resolve.code ?? 'ENOTFOUND'}${by ? `, says the name server ${by.server}` : ''}${seenFrom(at, 'resolve')})${at.isEntry ? `; it comes from ${sourceText(at.target, 'host')}` : ''}.`,
      why: `the name ${resolve.host} does not resolve${seenFrom(at, 'resolve')}`,
      evidence: cluster ? ['kubernetes', 'resolve'] : ['resolve'],
      where: at.isEntry ? places(at.target).slice(0, 1) : [],
      remedies: [
        remedy('Correct the name where it is declared', change(at.target, undefined, 'host'), cluster ? `${kubectl(cluster)} get service` : `getent hosts ${resolve.host}`),
        ...(cluster || resolve.host.includes('.')
          ? []
          : [
              remedy(
                'If it is the name of a container service: use the address at which it is published',
                ["docker ps --format '{{.Names}} {{.Ports}}'"],
                diagnoseTarget(at.target),
              ),
            ]),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'a name that no server knows', facts: { ...notConnected, connect: null, resolve: { state: 'not-found', addresses: [], code: 'ENOTFOUND' } } },
      {
        name: "the name server itself says that a container service's name does not exist",
        facts: {
          endpoints: {
            'redis:6379': {
              ...notConnected,
              connect: null,
              resolve: { state: 'not-found', addresses: [], code: 'ENOTFOUND', nameServers: [{ server: '192.0.2.53', state: 'answered', code: 'NXDOMAIN' }] },
            },
          },
        },
      },
    ],
    good: [
      { name: 'an address needs no name server', facts: { resolve: { host: '192.0.2.10', state: 'literal' } } },
      { name: 'the name server is silent', facts: { ...notConnected, connect: null, resolve: { state: 'timed-out', addresses: [], code: 'EAI_AGAIN' } } },
      { name: 'the name resolves and the server works', facts: {} },
    ],
  },
});
