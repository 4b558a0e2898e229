import type { Place } from '../../facts/index.ts';
import { remedy } from '../declaration.ts';
import { bindsLoopback, imageFamily } from '../declared-server.ts';
import { earnestFirst, earnestly, isForTrial, isOwn, isWhole, publishedPorts } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { container } from '../example-parts.ts';
import type { EndpointExample } from '../examples.ts';
import { exposure } from '../exposure.ts';
import { change as changeFile, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { isSentinel } from '../reach.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import type { ProgramView, ProjectView } from '../view.ts';

const open: EndpointExample = { auth: { openWithoutLogin: true, tries: [], outcome: 'not-needed' }, speak: { reply: 'PONG', error: null }, target: { password: { set: false } } };
const onLoopback: EndpointExample = { connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.1 }], used: '127.0.0.1' } };
const noPassword = { requirepass: { set: false } };

export default defineCause({
  code: 'security/open-to-the-world',
  severity: 'error',
  scope: 'endpoint',
  title: 'The server can be used from other machines without a password',
  meaning: 'Whoever reaches the port can read, change and delete everything, and can often take over the machine with it. Open servers are found by scanners within hours.',
  detection:
    'PING works without a login, and the server is reached beyond loopback: over an address of a network, as `bind` and a switched-off protected mode say, or as its container publishes the port. A server on loopback, or in protected mode, is not open.',
  advice: 'Set a password on both sides. Until then, turn protected mode on: it lets in what comes over loopback only.',
  source: 'redis.io, "Redis security", protected mode',
  needs: ['auth'],
  explains: ['security/published-on-all-interfaces', 'security/default-user-all-powerful'],
  detect: (at) => {
    if (!at.get('auth')?.openWithoutLogin || isSentinel(at)) return null;
    // A replica or node that others announced is judged by its own target; the same fault is not told of a Sentinel group's every member.
    if (!at.isEntry && at.get('learned')?.as !== 'primary') return null;
    const exposed = exposure(at);
    if (exposed === null) return null;
    if (exposed.unknown !== undefined) return { undecided: `whether ${at.subject}, which wants no password, can be reached from other machines`, needs: exposed.unknown };
    const cli = redisCli(at);
    return {
      summary: `${at.subject} wants no password and can be reached from other machines: ${exposed.how}.`,
      evidence: ['auth', 'connect', 'config', 'containers'],
      remedies: [
        remedy(
          'Let in loopback only, at once: clients on other machines are refused',
          [`${cli} CONFIG SET protected-mode yes`, `${cli} CONFIG REWRITE`],
          diagnoseAgain(at),
          'disruptive',
        ),
        remedy(
          'Set a password, here and in the application: new connections need it at once',
          [
            '(umask 077; head -c 32 /dev/urandom | base64 | tr -d "+/=\\n" > redis-password)',
            `printf 'CONFIG SET requirepass %s\\n' "$(cat redis-password)" | ${cli}`,
            `REDISCLI_AUTH="$(cat redis-password)" ${cli} CONFIG REWRITE`,
          ],
          diagnoseAgain(at),
          'disruptive',
          'set-app-password',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      earnestFirst(project, declaredServers(project)).flatMap((server) => {
        if (isForTrial(server) || !isOwn(project, server) || !isOpenInFiles(server)) return [];
        const way = wayIn(project, server);
        if (way === null) return [];
        return [
          {
            ...earnestly(project, server),
            summary: `${server.name} asks for no password and can be reached from other machines: ${way.how}.`,
            evidence: programs(server),
            where: [way.place],
            concerns: endpointsOf(project, server),
            remedies: [
              changeFile(way.remedy, way.place, way.edit),
              changeFile(`Give ${server.name} a password, the same as its consumers': \`requirepass\``, server.command?.place ?? server.place),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [
      { name: 'it answers on a network address', facts: { ...open, config: { value: { secrets: noPassword } } } },
      {
        name: 'on this machine: bound to everything, protected mode off',
        facts: { endpoints: { '127.0.0.1:6379': { ...open, ...onLoopback, config: { value: { values: { 'protected-mode': 'no', bind: '* -::*' }, secrets: noPassword } } } } },
      },
      {
        name: 'a container publishes it on every interface',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...open,
              ...onLoopback,
              config: { value: { values: { 'protected-mode': 'no' }, secrets: noPassword } },
              containers: { runtime: 'docker', containers: [container({ published: [{ hostAddress: '0.0.0.0', hostPort: 6379, containerPort: 6379 }] })], neighbours: [] },
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'a development server on loopback',
        facts: {
          endpoints: { '127.0.0.1:6379': { ...open, ...onLoopback, config: { value: { values: { bind: '127.0.0.1 -::1', 'protected-mode': 'no' }, secrets: noPassword } } } },
        },
      },
      {
        name: 'bound to everything, in protected mode',
        facts: { endpoints: { '127.0.0.1:6379': { ...open, ...onLoopback, config: { value: { values: { 'protected-mode': 'yes' }, secrets: noPassword } } } } },
      },
      {
        name: 'a container that publishes it on loopback only',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...open,
              ...onLoopback,
              config: { value: { values: { 'protected-mode': 'no' }, secrets: noPassword } },
              containers: { runtime: 'docker', containers: [container()], neighbours: [] },
            },
          },
        },
      },
      {
        name: 'a service name inside the network of the containers',
        facts: { endpoints: { 'redis:6379': { ...open, config: { value: { values: { 'protected-mode': 'no' }, secrets: noPassword } } } } },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: published on every interface, without a password',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      NODE_ENV: production\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.4\n    ports:\n      - "6379:6379"\n',
        },
        at: 'docker-compose.yml:10',
      },
      {
        name: 'compose: protected mode off on the network of the host',
        files: { 'docker-compose.prod.yml': 'services:\n  redis:\n    image: redis:7.4\n    network_mode: host\n    command: redis-server --protected-mode no --appendonly yes\n' },
        at: 'docker-compose.prod.yml:5',
      },
      {
        name: 'a configuration that lets everybody in',
        files: { 'redis.conf': 'bind 0.0.0.0\nprotected-mode no\nport 6379\n' },
        at: 'redis.conf:2',
      },
      {
        name: 'Kubernetes: a load balancer in front of it',
        files: {
          'k8s/redis.yaml':
            'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: redis\nspec:\n  selector:\n    matchLabels: { app: redis }\n  template:\n    metadata:\n      labels: { app: redis }\n    spec:\n      containers:\n        - name: redis\n          image: redis:7.4\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: redis\nspec:\n  type: LoadBalancer\n  selector: { app: redis }\n  ports:\n    - port: 6379\n',
        },
        at: 'k8s/redis.yaml:24',
      },
    ],
    good: [
      {
        name: 'compose: published on loopback',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    ports:\n      - "127.0.0.1:6379:6379"\n' },
      },
      {
        name: 'compose: with a password',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n    ports: ["6379:6379"]\n' },
      },
      {
        name: 'compose: with a password that is set where it runs',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.4\n    command: sh -c "redis-server --requirepass $$REDIS_PASSWORD"\n    environment:\n      REDIS_PASSWORD: ${REDIS_PASSWORD}\n    ports: ["6379:6379"]\n',
        },
      },
      {
        name: 'compose: its configuration is not in the project',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.4\n    command: redis-server /etc/redis/redis.conf\n    volumes: ["/srv/redis:/etc/redis"]\n    ports: ["6379:6379"]\n',
        },
      },
      {
        name: 'compose: a script of its own starts it',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    entrypoint: ["/start.sh"]\n    ports: ["6379:6379"]\n' },
      },
      { name: 'compose: published for tests', files: { 'docker-compose.test.yml': 'services:\n  redis:\n    image: redis:7.4\n    ports: ["6379:6379"]\n' } },
      {
        name: 'a server that a pipeline starts for its tests',
        files: {
          '.github/workflows/ci.yml':
            'name: ci\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    services:\n      redis:\n        image: redis:7.4\n        ports: ["6379:6379"]\n    steps:\n      - run: npm test\n',
        },
      },
      { name: 'protected mode is on', files: { 'redis.conf': 'bind 0.0.0.0\nport 6379\n' } },
      {
        name: 'a configuration that a container has for itself',
        files: {
          'redis.conf': 'bind 0.0.0.0\nprotected-mode no\n',
          'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    command: redis-server /etc/redis.conf\n    volumes: ["./redis.conf:/etc/redis.conf"]\n',
        },
      },
    ],
  },
});

/** No password for certain: an empty one may be a variable that is set where it runs. Bitnami's image does not start without one unless it is told that it may. */
function isOpenInFiles(server: ProgramView): boolean {
  if (!isWhole(server) || server.server?.settings.some(({ name }) => name === 'aclfile' || name === 'user' || name === 'requirepass')) return false;
  return imageFamily(server) !== 'bitnami' || server.variables.some(({ name, value }) => name === 'ALLOW_EMPTY_PASSWORD' && /^(yes|true|1)$/i.test(value ?? ''));
}

interface WayIn {
  how: string;
  place: Place;
  remedy: string;
  edit: { find: string; replace: string } | null;
}

/** How other machines get to it, by the files; null: they do not, or nobody can say. */
function wayIn(project: ProjectView, server: ProgramView): WayIn | null {
  if (bindsLoopback(server)) return null;
  const protectedMode = server.setting('protected-mode');
  const [port] = publishedPorts(server);
  const openDoor = (how: string, place: Place): WayIn => ({ how, place, remedy: `Let in loopback only: \`bind 127.0.0.1\` or \`protected-mode yes\``, edit: null });
  if (server.runs === 'host' || server.hostNetwork) {
    const line = server.server?.settings.findLast(({ name }) => name === 'protected-mode');
    // The official images are built with protected mode off.
    const isOff = protectedMode === undefined ? server.runs !== 'host' && imageFamily(server) === 'official' : protectedMode === 'no';
    const place = line?.place ?? server.command?.place ?? server.place;
    return isOff ? openDoor(`protected mode is off, and it is bound to every interface${server.runs === 'host' ? '' : ' of its host'}`, place) : null;
  }
  if (protectedMode === 'yes') return null;
  // A network policy may close again what a Service opens.
  if (server.format === 'kubernetes' && project.objects('kubernetes-network-policy').length > 0) return null;
  const service = serviceInFront(project, server);
  if (service !== null) return service;
  if (port)
    return {
      how: `port ${port.outside} is published on ${port.address ?? 'every interface'}`,
      place: port.place,
      remedy: 'Publish it on loopback, or not at all: containers of one network need no published port',
      edit: server.format === 'compose' && port.address === null ? { find: `${port.outside}:${port.inside}`, replace: `127.0.0.1:${port.outside}:${port.inside}` } : null,
    };
  return null;
}

interface Service {
  type: string;
  variant: string | null;
  programs: string[];
  ports: { port: number; nodePort: number | null; place: Place }[];
}

/** A Service of Kubernetes that opens it to what is outside of the cluster. */
function serviceInFront(project: ProjectView, server: ProgramView): WayIn | null {
  if (server.format !== 'kubernetes') return null;
  for (const { name, place, data } of project.objects('kubernetes-service')) {
    const { type, variant, programs: behind, ports } = data as Service;
    if (!/^(LoadBalancer|NodePort)$/.test(type) || variant !== server.variant || !behind.includes(server.name)) continue;
    return { how: `the Service ${name} is a ${type}`, place: ports[0]?.place ?? place, remedy: `Make the Service ${name} a ClusterIP`, edit: null };
  }
  return null;
}
