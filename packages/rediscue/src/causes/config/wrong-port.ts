import { change, diagnoseTarget, edit, placeOfPart, places, remedy, sourceText, withEdit } from '../declaration.ts';
import { type Cited, defineCause, type Found, type Undecided } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { about, change as changeFile, placeOf, programs, ways, whereOf } from '../in-files.ts';
import { connectFailure, hostOf, hurt, isLoopback, portOf } from '../reach.ts';
import { answeredBy, standsAt } from '../topology.ts';
import { learnedFrom, monitored, primaryAt, sentinelAt } from '../topology-examples.ts';
import type { EndpointView } from '../view.ts';

interface Right {
  port: number;
  /** Why it is the intended server, as a clause. */
  because: string;
  evidence: Cited;
}

/** Ports of the Redis-like servers that listen on this machine, those of this target's other endpoints left out. */
function otherServers(at: EndpointView): number[] {
  const known = new Set(at.target.project.targets.flatMap((target) => target.endpoints).map(portOf));
  return [...new Set((at.get('listeners')?.servers ?? []).map(({ port }) => port))].filter((port) => !known.has(port));
}

/** The port of the intended server, where something proves that it is the intended one. */
function rightPort(at: EndpointView): Right | null {
  const port = portOf(at);
  // A server that another declaration of the application names is that one's; a replica may well be meant to follow it.
  const taken = new Set(at.isEntry ? at.target.project.targets.flatMap((target) => (target === at.target ? [] : target.entries)).map(portOf) : []);
  // A replica is not what was meant where the application writes: its primary may be the very server that is gone.
  const candidates = (at.get('elsewhere')?.candidates ?? []).filter((each) => !taken.has(each.port) && (each.role !== 'replica' || at.target.declared?.readOnly));
  const accepted = candidates.filter(({ login }) => login === 'accepted');
  const [only] = accepted;
  if (only && accepted.length === 1) return { port: only.port, because: 'the server there accepts the declared login', evidence: 'elsewhere' };
  const inProject = candidates.filter(({ login, configInProject }) => login !== 'rejected' && configInProject !== null);
  const [own] = inProject;
  if (own && inProject.length === 1) return { port: own.port, because: `it runs there on the project's own ${own.configInProject}`, evidence: 'elsewhere' };
  const running = (at.get('containers')?.containers ?? []).filter((each) => each.part === 'server' && each.state === 'running');
  const [one] = running;
  if (one && running.length === 1 && isLoopback(hostOf(at))) {
    const published = one.published.find(({ hostPort, containerPort }) => hostPort !== port && (containerPort === port || one.exposed.includes(containerPort)));
    if (published && !one.published.some(({ hostPort }) => hostPort === port))
      return { port: published.hostPort, because: `the container ${one.name} publishes its port ${published.containerPort} there`, evidence: 'containers' };
  }
  const learned = at.get('learned');
  if (learned?.as === 'primary' && wasNeverUp(at, learned.by)) {
    const primaries = candidates.filter(({ role, login }) => role === 'primary' && login !== 'rejected');
    const [other] = primaries;
    // One that was not asked may be a primary too.
    if (other !== undefined && primaries.length === 1 && at.get('elsewhere')?.unknown.length === 0)
      return { port: other.port, because: `it is the only primary on that machine, and the link of ${learned.by} to ${at.subject} never came up`, evidence: 'elsewhere' };
  }
  return null;
}

/**
 * A primary that once was there has died; one that never was may be misspelt. Source: INFO replication, -1 until the first
 * link; a Sentinel knows the run id or the replicas of a primary that it has reached.
 */
function wasNeverUp(at: EndpointView, by: string): boolean {
  const teller = at.target.endpoint(by);
  const watched = teller?.value('sentinel')?.primaries.filter((primary) => standsAt(at, answeredBy(primary))) ?? [];
  if (watched.some(({ runId, replicaList }) => runId || replicaList.length > 0)) return false;
  return teller?.info('role') !== 'slave' || teller.infoNumber('master_link_down_since_seconds') === -1;
}

/** In a cluster: the Service has no such port, or leads to one at which its pods refuse while they answer at another. */
function wrongInCluster(at: EndpointView): Found | null {
  const cluster = at.get('kubernetes');
  if (!cluster?.service || !at.isEntry) return null;
  const { name, place, ports, targetPort, headless } = cluster.service;
  const port = portOf(at);
  if (cluster.leads === 'no-port') {
    const [right] = ports;
    return {
      ...hurt(at, 'critical'),
      summary: `${sourceText(at.target, 'port')} names port ${port} of the Service ${name}, which has ${ports.length === 1 ? 'only port' : 'the ports'} ${ports.join(', ')}.`,
      why: `the Service ${name} has no port ${port}`,
      evidence: ['kubernetes', 'target'],
      where: [...places(at.target).slice(0, 1), place],
      remedies: [remedy(`Write port ${right}`, change(at.target, undefined, 'port'), diagnoseTarget(at.target))],
    };
  }
  if (cluster.otherPort === null) return null;
  return {
    ...hurt(at, 'critical'),
    summary: headless
      ? `Port ${port} of ${name} leads to its pods as it is, which refuse it; they listen on ${cluster.otherPort}.`
      : `The Service ${name} leads port ${port} to port ${targetPort} of its pods, which refuse it; they listen on ${cluster.otherPort}.`,
    why: `the pods of ${name} listen on ${cluster.otherPort}`,
    evidence: ['kubernetes', 'connect'],
    where: headless ? places(at.target).slice(0, 1) : [place],
    remedies: [
      headless
        ? remedy(`Write port ${cluster.otherPort}`, change(at.target, undefined, 'port'), diagnoseTarget(at.target))
        : remedy(`Set targetPort of ${name} to ${cluster.otherPort}`, [edit(place)], diagnoseTarget(at.target)),
    ],
  };
}

export default defineCause({
  code: 'config/wrong-port',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The declared port is not the one that the server listens on',
  meaning:
    'The server runs and is well, on another port: the number in the declaration (for an application, in `replicaof`, in `sentinel monitor`) is not the one it listens on or publishes.',
  detection:
    'The declared port is refused, and another one is proven to be the intended server: it accepts the declared login, it runs on the redis.conf of the project folder, its container publishes it there, or it is the only server that `replicaof` or `sentinel monitor` can mean. Another healthy Redis on the machine is no proof and only noted.',
  advice: 'Correct the port where it is declared.',
  needs: ['connect'],
  explains: ['network/nothing-listening', 'network/not-redis', 'process/not-running', 'replication/link-down', 'replication/stale-refused', 'sentinel/primary-down'],
  detect: (at): Found | Undecided | null => {
    const ofService = wrongInCluster(at);
    if (ofService) return ofService;
    const failure = connectFailure(at);
    const port = portOf(at);
    if ((failure !== 'refused' && failure !== 'reset' && at.get('speak')?.state !== 'other') || port === null) return null;
    const right = rightPort(at);
    if (right) {
      const by = at.get('learned')?.by;
      const declared = at.isEntry ? sourceText(at.target, 'port') : (by ?? 'another server');
      return {
        ...hurt(at, 'critical'),
        summary: `The server is on port ${right.port}, and ${declared} names port ${port}: ${right.because}.`,
        why: `the port should be ${right.port}`,
        evidence: [right.evidence, 'connect'],
        where: at.isEntry ? placeOfPart(at.target, 'port') : [],
        ...(by && !at.isEntry && { concerns: [by] }),
        remedies: [
          at.isEntry
            ? withEdit(
                remedy(`Write port ${right.port}`, change(at.target, undefined, 'port'), `redis-cli -h ${hostOf(at)} -p ${right.port} PING`),
                at.target,
                'port',
                at.target.declared?.sources.some(({ name, part }) => part === 'port' || name?.endsWith('_PORT'))
                  ? { find: String(port), replace: String(right.port) }
                  : { find: `:${port}`, replace: `:${right.port}` },
              )
            : remedy(`Write port ${right.port}`, [], diagnoseTarget(at.target)),
        ],
      };
    }
    const others = failure === 'refused' && at.isEntry ? otherServers(at) : [];
    if (others.length === 0) return null;
    return {
      undecided: `on this machine a server listens on port ${others.slice(0, 5).join(', ')}, nothing on ${port}`,
      needs: 'knowing whether the application is meant to use it',
    };
  },
  inFiles: {
    isProof: true,
    detect: (project) =>
      ways(project).flatMap(({ target, program, server, link }) => {
        const port = target.declared?.addresses[0]?.port;
        // Behind a Service of Kubernetes the port may be mapped; compose maps none inside its networks.
        if (port === undefined || program?.format !== 'compose' || !server?.server?.isComplete || link?.by !== 'name') return [];
        const own = ['port', 'tls-port'].flatMap((name) => server.setting(name) ?? []).map(Number);
        const listens = own.length > 0 ? own.filter((each) => each > 0) : [server.kind === 'sentinel' ? 26379 : 6379];
        if (listens.includes(port)) return [];
        const published = server.ports.find(({ inside, outside }) => outside === port && listens.includes(inside));
        const place = placeOf(target, /_(PORT|URL)$/);
        const isUrl = target.declared?.sources.some(({ name }) => name?.endsWith('_PORT')) !== true;
        return [
          {
            summary: `${program.name} is told port ${port} of ${server.name}, which listens on ${listens.join(' and ')}${published ? `; ${port} is only its port on the host` : ''}.`,
            why: `${server.name} listens on ${listens.join(' and ')} and not on ${port}`,
            evidence: ['target', ...programs(program, server)],
            where: whereOf(target, place),
            ...about(target),
            remedies: [changeFile(`Write port ${listens[0]}`, place, { find: isUrl ? `:${port}` : String(port), replace: isUrl ? `:${listens[0]}` : String(listens[0]) })],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'the declared login is accepted on another port',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...unconnected('refused', ['127.0.0.1']),
              elsewhere: { candidates: [{ host: '127.0.0.1', port: 6390, login: 'accepted', configInProject: null, role: 'primary' }], unknown: [] },
            },
          },
        },
      },
      {
        name: "the project's own redis.conf runs on another port, without a password",
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...unconnected('refused', ['127.0.0.1']),
              elsewhere: { candidates: [{ host: '127.0.0.1', port: 6390, login: 'open', configInProject: '/srv/shop/redis.conf', role: 'primary' }], unknown: [] },
            },
          },
        },
      },
      {
        name: 'the container publishes another port of the host',
        facts: {
          endpoints: {
            'localhost:6379': {
              ...unconnected('refused', ['127.0.0.1']),
              containers: containers(container({ tiedBy: ['port'], published: [{ hostAddress: '127.0.0.1', hostPort: 6390, containerPort: 6379 }] })),
            },
          },
        },
      },
      {
        name: 'replicaof names a port on which nothing listens, and there is one other server',
        facts: {
          endpoints: {
            '127.0.0.1:6380': {
              info: { value: { role: 'slave', master_link_status: 'down', master_link_down_since_seconds: '-1', master_host: '127.0.0.1', master_port: '6378' } },
            },
            '127.0.0.1:6378': {
              ...unconnected('refused', ['127.0.0.1'], 6378),
              learned: { from: 'replication', by: '127.0.0.1:6380', as: 'primary' },
              elsewhere: { candidates: [{ host: '127.0.0.1', port: 6379, login: 'open', configInProject: null, role: 'primary' }], unknown: [] },
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'one of several servers of the machine did not answer in time',
        facts: {
          endpoints: {
            '127.0.0.1:26379': sentinelAt('127.0.0.1:26379', [monitored('127.0.0.1:6378', { flags: ['master', 'o_down'], runId: null, replicaList: [] })], { entry: true }),
            '127.0.0.1:6378': {
              ...primaryAt('127.0.0.1:6378', learnedFrom('127.0.0.1:26379', 'primary')),
              ...unconnected('refused', ['127.0.0.1'], 6378),
              elsewhere: { candidates: [{ host: '127.0.0.1', port: 6379, login: 'open', configInProject: null, role: 'primary' }], unknown: [6380] },
            },
          },
        },
      },
      {
        name: 'the primary that Sentinel knew has died, and another application has a server on the machine',
        facts: {
          endpoints: {
            '127.0.0.1:26379': sentinelAt('127.0.0.1:26379', [monitored('127.0.0.1:6378', { flags: ['master', 'o_down'] })], { entry: true }),
            '127.0.0.1:6378': {
              ...primaryAt('127.0.0.1:6378', learnedFrom('127.0.0.1:26379', 'primary')),
              ...unconnected('refused', ['127.0.0.1'], 6378),
              elsewhere: { candidates: [{ host: '127.0.0.1', port: 6379, login: 'open', configInProject: null, role: 'primary' }], unknown: [] },
            },
          },
        },
      },
      {
        name: 'the other port is the one of another use',
        facts: {
          targets: {
            'redis://:***@127.0.0.1:6379/0': {
              endpoints: {
                '127.0.0.1:6379': {
                  ...unconnected('refused', ['127.0.0.1']),
                  elsewhere: { candidates: [{ host: '127.0.0.1', port: 6390, login: 'accepted', configInProject: '/srv/app/redis.conf', role: 'primary' }], unknown: [] },
                },
              },
            },
            'redis://:***@127.0.0.1:6390/0': { endpoints: { '127.0.0.1:6390': {} } },
          },
        },
      },
      {
        name: 'an unrelated healthy Redis on the default port',
        facts: {
          endpoints: {
            '127.0.0.1:6390': {
              ...unconnected('refused', ['127.0.0.1'], 6390),
              listeners: { onPort: [], servers: [{ address: '127.0.0.1', port: 6379, pid: 100, name: 'redis-server' }] },
            },
          },
        },
      },
      {
        name: 'the primary died, and its sibling replica still listens',
        facts: {
          endpoints: {
            '127.0.0.1:6380': {
              info: { value: { role: 'slave', master_link_status: 'down', master_link_down_since_seconds: '12', master_host: '127.0.0.1', master_port: '6379' } },
            },
            '127.0.0.1:6379': {
              ...unconnected('refused', ['127.0.0.1'], 6379),
              learned: { from: 'replication', by: '127.0.0.1:6380', as: 'primary' },
              elsewhere: { candidates: [{ host: '127.0.0.1', port: 6381, login: 'accepted', configInProject: null, role: 'replica' }], unknown: [] },
            },
          },
        },
      },
      {
        name: 'another one is open to everybody',
        facts: {
          ...unconnected('refused'),
          elsewhere: { candidates: [{ host: 'redis.example', port: 6380, login: 'open', configInProject: null, role: 'primary' }], unknown: [] },
        },
      },
      { name: 'the declared port works', facts: {} },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the port of the host is used inside the network',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6380\n  redis:\n    image: redis:7.2\n    ports: ["6380:6379"]\n',
        },
        at: 'docker-compose.yml:5',
      },
      {
        name: 'compose: the server was given another port',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_HOST: redis\n      REDIS_PORT: "6379"\n  redis:\n    image: redis:7.2\n    command: redis-server --port 6400\n',
        },
        at: 'docker-compose.yml:6',
      },
    ],
    good: [
      {
        name: 'compose: the port inside',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n    ports: ["6380:6379"]\n',
        },
      },
      {
        name: 'compose: its configuration is not in the project',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6400\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis.conf\n    volumes: [/srv/redis.conf:/etc/redis.conf]\n',
        },
      },
    ],
  },
});
