import { remedy } from '../declaration.ts';
import { isForTrial, isOwn, passwordOf, publishedPorts } from '../declared-stack.ts';
import { defineCause } from '../define.ts';
import { container } from '../example-parts.ts';
import type { EndpointExample } from '../examples.ts';
import { isEveryInterface, runningContainer } from '../exposure.ts';
import { change as changeFile, declaredServers, endpointsOf, programs, ways } from '../in-files.ts';
import { hostOf, isLoopback, portOf } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';

const onLoopback: EndpointExample = { connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.1 }], used: '127.0.0.1' } };
const published = (hostAddress: string) => ({ runtime: 'docker', containers: [container({ published: [{ hostAddress, hostPort: 6379, containerPort: 6379 }] })], neighbours: [] });

export default defineCause({
  code: 'security/published-on-all-interfaces',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The port is open to the network although only this machine uses it',
  meaning: 'Engines open published ports past the firewall of the host. Nobody who is declared needs that: every declared consumer comes over loopback.',
  detection: 'The container publishes the port on every interface, and every declaration of it names loopback.',
  advice: 'Publish it on 127.0.0.1.',
  source: 'docs.docker.com, "Port publishing and mapping"',
  needs: ['containers'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    const open = box?.published.find(({ hostAddress, hostPort }) => isEveryInterface(hostAddress) && hostPort === portOf(at));
    if (!at.isEntry || !box || !open) return null;
    const sameServer = at.target.project.targets.flatMap(({ entries }) => entries).filter((entry) => portOf(entry) === portOf(at));
    if (!sameServer.every((entry) => isLoopback(hostOf(entry)))) return null;
    return {
      summary: `Container ${box.name} publishes port ${open.hostPort} on every interface, although everything that is declared uses it from this machine.`,
      evidence: ['containers', 'connect'],
      remedies: [
        remedy(
          'Publish it on loopback, then make the container anew (its volumes stay)',
          [`# compose: ports: ["127.0.0.1:${open.hostPort}:${open.containerPort}"]`, ...(box.service ? [`docker compose up -d ${box.service}`] : [])],
          diagnoseAgain(at),
          'disruptive',
          'publish-port',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const [port] = publishedPorts(server).filter(({ address }) => isEveryInterface(address ?? ''));
        if (!port || server.runs === 'host' || isForTrial(server) || !isOwn(project, server) || passwordOf(server) === null) return [];
        const all = ways(project);
        const consumers = all.filter((way) => way.server?.subject === server.subject);
        // Somebody else may come by the host's name or address, which no file ties to this server.
        const others = all.some(({ target, server: other }) => other === null && target.declared?.addresses.some((each) => each.port === port.outside && !isLoopback(each.host)));
        if (consumers.length === 0 || others) return [];
        return [
          {
            summary: `${server.name} publishes port ${port.outside} on every interface, although everything that is declared uses it from this machine.`,
            evidence: programs(server),
            where: [port.place],
            concerns: endpointsOf(project, server),
            remedies: [
              changeFile(
                consumers.some(({ link }) => link?.by === 'published')
                  ? 'Publish it on loopback'
                  : 'Publish it on loopback, or not at all: containers of one network need no published port',
                port.place,
                server.format === 'compose' && port.address === null ? { find: `${port.outside}:${port.inside}`, replace: `127.0.0.1:${port.outside}:${port.inside}` } : null,
              ),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [{ name: 'published as 6379:6379 and used over localhost', facts: { endpoints: { '127.0.0.1:6379': { ...onLoopback, containers: published('0.0.0.0') } } } }],
    good: [
      { name: 'published on loopback', facts: { endpoints: { '127.0.0.1:6379': { ...onLoopback, containers: published('127.0.0.1') } } } },
      { name: 'used from another machine', facts: { containers: published('0.0.0.0') } },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: its only consumer is in the same network',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:u8Zr2Kq0pLw5@redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n    ports:\n      - "6379:6379"\n',
        },
        at: 'docker-compose.yml:10',
      },
    ],
    good: [
      {
        name: 'compose: published on loopback',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:u8Zr2Kq0pLw5@redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n    ports:\n      - "127.0.0.1:6379:6379"\n',
        },
      },
      {
        name: 'nobody is declared: who uses it is not known',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n    ports:\n      - "6379:6379"\n' },
      },
      {
        name: 'another consumer comes from elsewhere',
        files: {
          '.env': 'REDIS_URL=redis://:u8Zr2Kq0pLw5@cache.shop.example:6379\n',
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://:u8Zr2Kq0pLw5@redis:6379\n  redis:\n    image: redis:7.4\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n    ports:\n      - "6379:6379"\n',
        },
      },
    ],
  },
});
