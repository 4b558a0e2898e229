import { diagnoseTarget, remedy } from '../declaration.ts';
import { bindsLoopback, isSeenWell, placeOfSetting } from '../declared-server.ts';
import { defineCause, type Found } from '../define.ts';
import { container, containers, notSpoken, unconnected } from '../example-parts.ts';
import { about, change, placeOf, programs, ways } from '../in-files.ts';
import { isOtherwiseUnseen } from '../kubectl.ts';
import { misledByHostsFile } from '../place.ts';
import { connectFailure, hostOf, hurt, isLoopback, portOf } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import type { EndpointView } from '../view.ts';

/** `--bind 127.0.0.1` (and no other address) in a start command. */
function saysLoopback(command: readonly string[]): boolean {
  const at = command.indexOf('--bind');
  if (at === -1) return false;
  const rest = command.slice(at + 1);
  const next = rest.findIndex((word) => word.startsWith('--'));
  const addresses = (next === -1 ? rest : rest.slice(0, next)).flatMap((word) => word.split(/\s+/)).filter((word) => word !== '');
  return addresses.length > 0 && addresses.every((address) => isLoopback(address.replace(/^-/, '')));
}

/** The container whose server listens inside it on loopback alone, so that its published port leads nowhere. */
function shutContainer(at: EndpointView) {
  return at
    .get('containers')
    ?.containers.find(
      (each) =>
        each.part === 'server' &&
        each.state === 'running' &&
        saysLoopback(each.command) &&
        each.published.some((port) => port.hostPort === portOf(at)) &&
        !each.networks.some(({ name }) => name === 'host'),
    );
}

/** A forwarded port begins at the pod's own loopback: what it leads to may be shut for everybody else. */
function loopbackOfPod(at: EndpointView): Found | null {
  const cluster = at.get('kubernetes');
  const bind = at.config('bind');
  if (!cluster || cluster.leads === 'own-pod' || bind === undefined || !isOtherwiseUnseen(at)) return null;
  const addresses = bind.split(/\s+/).filter((address) => address !== '');
  if (addresses.length === 0 || !addresses.every((address) => isLoopback(address.replace(/^-/, '')))) return null;
  return {
    ...hurt(at, 'critical'),
    summary: `The server behind ${at.subject} binds ${bind} inside its pod, so no other pod gets to it: only a forwarded port does.`,
    why: 'inside its pod the server listens on loopback alone',
    evidence: ['kubernetes', 'config'],
    where: cluster.service ? [cluster.service.place] : [],
    remedies: [
      remedy(
        "Bind to the pod's own addresses: remove `bind 127.0.0.1` from its configuration or command, with a password set",
        [`${redisCli(at)} CONFIG GET bind`],
        diagnoseTarget(at.target),
        'disruptive',
      ),
    ],
  };
}

export default defineCause({
  code: 'network/bound-to-loopback',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server listens on loopback only, and the application comes from elsewhere',
  meaning: 'The server runs and works for programs on its own machine or inside its own container. Whoever uses another address is refused.',
  detection:
    'The connection is refused on the declared address while the listening sockets of this machine show the port on 127.0.0.1 or ::1 alone, or the container that publishes the port starts its server with `--bind 127.0.0.1`. In a cluster: its `bind` names loopback alone, and the application is not among its clients.',
  advice: "Add the address that the application uses to `bind`, and set a password first. Inside a container bind to all of the container's addresses.",
  source: 'redis.conf: bind',
  needs: ['connect', 'listeners'],
  explains: ['network/nothing-listening', 'network/not-redis', 'container/unhealthy', 'process/not-running', 'replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    const inPod = loopbackOfPod(at);
    if (inPod) return inPod;
    const failure = connectFailure(at);
    const shut = shutContainer(at);
    if (shut && (failure === 'refused' || failure === 'reset' || at.get('speak')?.state === 'closed' || at.get('speak')?.state === 'reset'))
      return {
        ...hurt(at, 'critical'),
        summary: `The server in the container ${shut.name} binds 127.0.0.1 inside it, so its published port ${portOf(at)} leads nowhere.`,
        why: `inside ${shut.name} the server listens on loopback alone`,
        evidence: ['containers', 'connect'],
        remedies: [
          remedy(
            "Bind to the container's own addresses: remove `--bind 127.0.0.1` from its command and create it again",
            [`docker inspect --format '{{json .Config.Cmd}}' ${shut.name}`],
            diagnoseTarget(at.target),
            'disruptive',
            'recreate-container',
          ),
        ],
      };
    // What was refused is another machine, or a part of this one where the server is not meant to be.
    if (failure !== 'refused' || misledByHostsFile(at, hostOf(at)) !== undefined) return null;
    const attempts = at.get('connect')?.attempts ?? [];
    const tried = attempts.filter((attempt) => !isLoopback(attempt.address));
    const onPort = at.get('listeners')?.onPort ?? [];
    if (tried.length === 0 || onPort.length === 0 || !onPort.every((listener) => isLoopback(listener.address))) return null;
    const directive = at.get('configFile')?.directives.findLast((each) => each.name === 'bind');
    const bind = at.target.project.targets
      .flatMap((target) => target.endpoints)
      .find((other) => other !== at && isLoopback(hostOf(other)) && portOf(other) === portOf(at))
      ?.config('bind');
    return {
      ...hurt(at, 'critical'),
      summary: `The server on port ${portOf(at)} listens on ${onPort.map((listener) => listener.address).join(' and ')} only${bind ? ` (bind ${bind})` : ''}; the application comes to ${tried.map((attempt) => attempt.address).join(', ')}.`,
      why: `the server listens on loopback alone`,
      evidence: ['listeners', 'connect'],
      where: directive ? [directive.place] : [],
      remedies: [
        remedy(
          'Serve on that address too (set a password first, as others can then reach it)',
          [`redis-cli -p ${portOf(at)} CONFIG SET bind "127.0.0.1 -::1 ${tried[0]?.address ?? ''}"`, `redis-cli -p ${portOf(at)} CONFIG REWRITE`],
          diagnoseTarget(at.target),
        ),
        ...(at.isEntry
          ? [remedy('Or, for a program on the same machine: use the loopback address', [`redis-cli -h 127.0.0.1 -p ${portOf(at)} PING`], diagnoseTarget(at.target))]
          : []),
      ],
    };
  },
  inFiles: {
    isProof: true,
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, program, server, link }) => {
        // Containers of one pod share their loopback, as do those that share a network.
        if (!server || !link || server.runs === 'host' || server.hostNetwork || !bindsLoopback(server) || program?.name.split('/')[0] === server.name) return [];
        if (server.runs === 'pod' && program?.name.split('/')[0] === server.name.split('/')[0]) return [];
        const isShared = project.objects('compose-shared-network').some(({ name }) => name === server.name || name === program?.name);
        if (isShared || isSeenWell(project, about(target).concerns)) return [];
        const place = placeOfSetting(server, 'bind');
        return [
          {
            summary: `${server.name} binds ${server.setting('bind')} inside its container, and ${consumer.name} comes from outside of it: ${link.by === 'published' ? 'the published port leads nowhere' : 'the connection is refused'}.`,
            why: `inside its container ${server.name} listens on loopback alone`,
            evidence: ['target', ...programs(server)],
            where: [place, placeOf(target, /_(HOST|URL)$/) ?? server.place],
            ...about(target),
            remedies: [change(`Bind to the container's own addresses, \`bind 0.0.0.0\`, with a password: ${server.name}`, place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: "refused on the machine's own address, listening on loopback",
        facts: {
          ...unconnected('refused'),
          listeners: {
            onPort: [
              { address: '127.0.0.1', port: 6379, pid: 100, name: 'redis-server' },
              { address: '::1', port: 6379, pid: 100, name: 'redis-server' },
            ],
            servers: [],
          },
        },
      },
      {
        name: 'a container that binds loopback inside, behind a proxy that hangs up',
        facts: {
          ...notSpoken,
          speak: { state: 'closed', reply: null, error: null, protocol: null, firstBytes: null },
          containers: containers(container({ command: ['redis-server', '--bind', '127.0.0.1', '--port', '6379'] })),
        },
      },
    ],
    good: [
      { name: 'nothing listens at all', facts: { ...unconnected('refused'), listeners: { onPort: [], servers: [] } } },
      {
        name: 'another server of this machine, on another port',
        facts: { ...unconnected('refused'), listeners: { onPort: [], servers: [{ address: '127.0.0.1', port: 6380, pid: 100, name: 'redis-server' }] } },
      },
      {
        name: 'the application uses loopback, as the server does',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.1 }], used: '127.0.0.1' },
              listeners: { onPort: [{ address: '127.0.0.1', port: 6379, pid: 100, name: 'redis-server' }], servers: [] },
            },
          },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the configuration that comes with Redis',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes: ["./redis.conf:/etc/redis/redis.conf"]\n',
          'redis.conf': '# bind 0.0.0.0\nbind 127.0.0.1 -::1\nappendonly yes\n',
        },
        at: 'redis.conf:2',
      },
      {
        name: 'compose: in its command, behind a published port',
        files: {
          '.env': 'REDIS_URL=redis://127.0.0.1:6379\n',
          'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    command: ["redis-server", "--bind", "127.0.0.1"]\n    ports: ["127.0.0.1:6379:6379"]\n',
        },
        at: 'docker-compose.yml:4',
      },
    ],
    good: [
      {
        name: 'compose: bound to all addresses',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n    command: redis-server --bind 0.0.0.0\n',
        },
      },
      {
        name: 'compose: the line is a comment',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n    command: redis-server /etc/redis/redis.conf\n    volumes: ["./redis.conf:/etc/redis/redis.conf"]\n',
          'redis.conf': '# bind 127.0.0.1\nappendonly yes\n',
        },
      },
      {
        name: 'a server of the host is for the host',
        files: { 'redis.conf': 'bind 127.0.0.1\nport 6379\nappendonly yes\n', '.env': 'REDIS_URL=redis://127.0.0.1:6379\n' },
      },
    ],
  },
});
