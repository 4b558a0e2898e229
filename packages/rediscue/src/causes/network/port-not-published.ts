import { diagnoseTarget, placeText, recreate, remedy } from '../declaration.ts';
import { hasOwnLines, isSeenWell } from '../declared-server.ts';
import { defineCause, type Found } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { about, change as changeFile, declaredServers, isSetting, placeOf, programs, ways, whereOf } from '../in-files.ts';
import { connectFailure, hostOf, isLoopback, portOf } from '../reach.ts';
import { type UnappliedPort, unappliedPort } from '../unapplied-port.ts';
import type { EndpointView, ProgramView, ProjectView } from '../view.ts';

/** Its file publishes the port; the container was made before the file said so. */
const madeBefore = ({ box, program, port }: UnappliedPort, at: EndpointView): Found => ({
  summary: `The container ${box.name} runs, but without port ${port.outside}, where the application connects to ${at.subject}: it was made before ${placeText(port.place)} published that port on this host.`,
  why: `${box.name} was not made anew after ${port.place.file} was changed`,
  evidence: ['containers', 'connect', ...programs(program)],
  where: [port.place],
  remedies: [recreate(program.name, diagnoseTarget(at.target))],
});

export default defineCause({
  code: 'network/port-not-published',
  severity: 'critical',
  scope: 'endpoint',
  title: "The container's port is not published on this host",
  meaning: 'The container runs and its server is well, but only containers in its networks can reach it. On the host nothing listens.',
  detection: 'The runtime shows the container running with the port exposed and without a binding on the host, and the application on the host is refused there.',
  advice: 'Publish the port, best on loopback alone, and create the container again; its volume keeps the data.',
  needs: ['connect', 'containers'],
  explains: ['network/nothing-listening', 'process/not-running'],
  detect: (at) => {
    const failure = connectFailure(at);
    const port = portOf(at);
    const all = at.get('containers')?.containers ?? [];
    // In a cluster nothing is published.
    if (at.get('kubernetes') !== undefined || failure !== 'refused' || port === null || !isLoopback(hostOf(at)) || all.some((each) => each.part === 'consumer')) return null;
    // One that is, or is to be, published there and does not run is another code.
    if (all.some((each) => each.part === 'server' && each.state !== 'running' && each.tiedBy.includes('published'))) return null;
    const unapplied = unappliedPort(at);
    if (unapplied) return madeBefore(unapplied, at);
    const candidates = all.filter(
      (each) =>
        each.part === 'server' && each.state === 'running' && each.published.length === 0 && each.exposed.includes(port) && !each.networks.some(({ name }) => name === 'host'),
    );
    const [one] = candidates;
    if (!one) return null;
    if (candidates.length > 1)
      return {
        undecided: `${candidates.map((each) => each.name).join(' and ')} run without a published port ${port}`,
        needs: 'knowing which of them the application is meant to use',
      };
    return {
      summary: `The container ${one.name} runs, but its port ${port} is not published on this host, where the application connects to ${at.subject}.`,
      why: `port ${port} of ${one.name} is not published`,
      evidence: ['containers', 'connect'],
      remedies: [
        remedy(
          one.service
            ? `Publish it: under the service ${one.service} add \`ports: ["127.0.0.1:${port}:${port}"]\`, then create it again`
            : 'Create it again with the port published; keep its volumes',
          one.service
            ? [`docker compose up -d ${one.service}`]
            : [`docker run -d --name ${one.name} -p 127.0.0.1:${port}:${port} ${one.mounts.map((mount) => `-v ${mount.source}:${mount.destination} `).join('')}${one.image}`],
          diagnoseTarget(at.target),
          'disruptive',
          'publish-port',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, program, server }) => {
        const [address] = target.declared?.addresses ?? [];
        if (server || !address || consumer.runs !== 'host' || consumer.variant !== null || program?.format === 'github-actions' || !isLoopback(address.host)) return [];
        const meant = target.declared?.kind === 'server' ? hiddenServer(project, address.port) : null;
        if (meant === null || isSeenWell(project, about(target).concerns)) return [];
        const place = placeOf(target, /_(PORT|HOST|URL)$/);
        return [
          {
            ...(!isSetting(place) && { severity: 'warning' as const }),
            summary: `${consumer.name} runs on the host and is told ${address.host}:${address.port}, and ${meant.name} of ${meant.place.file} does not publish its port ${address.port} there.`,
            why: `port ${address.port} of ${meant.name} is not published`,
            evidence: ['target', ...programs(meant)],
            where: [meant.place, ...whereOf(target, place)],
            ...about(target),
            remedies: [
              changeFile(
                `Publish it on loopback: add \`ports: ["127.0.0.1:${address.port}:${address.port}"]\` to ${meant.name}`,
                meant.place,
                meant.ports.length === 0 && hasOwnLines(meant) ? { insertBelow: `  ports: ["127.0.0.1:${address.port}:${address.port}"]` } : null,
              ),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'running, exposed, not published',
        facts: { endpoints: { '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), containers: containers(container({ published: [], tiedBy: ['port'] })) } } },
      },
    ],
    good: [
      { name: 'published', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
      {
        name: 'it does not run',
        facts: { endpoints: { '127.0.0.1:6379': { ...unconnected('refused', ['127.0.0.1']), containers: containers(container({ state: 'exited', published: [] })) } } },
      },
      {
        name: 'published on another port of the host',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...unconnected('refused', ['127.0.0.1']),
              containers: containers(container({ tiedBy: ['port'], published: [{ hostAddress: '127.0.0.1', hostPort: 6390, containerPort: 6379 }] })),
            },
          },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'the env file names the host, compose publishes nothing',
        files: {
          '.env': 'REDIS_URL=redis://localhost:6379\n',
          'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    volumes: ["data:/data"]\nvolumes:\n  data: {}\n',
        },
        at: 'docker-compose.yml:2',
      },
    ],
    good: [
      { name: 'published', files: { '.env': 'REDIS_URL=redis://localhost:6379\n', 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    ports: ["6379:6379"]\n' } },
      {
        name: 'published by a range',
        files: { '.env': 'REDIS_URL=redis://localhost:6379\n', 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    ports: ["6379-6380:6379-6380"]\n' },
      },
      {
        name: 'the compose project has an application of its own for that server',
        files: {
          '.env': 'REDIS_URL=redis://localhost:6379\n',
          'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n',
        },
      },
      {
        name: 'a server of the host is declared',
        files: {
          '.env': 'REDIS_URL=redis://localhost:6379\n',
          'redis.conf': 'bind 127.0.0.1\nport 6379\nappendonly yes\n',
          'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n',
        },
      },
      { name: 'another port is meant', files: { '.env': 'REDIS_URL=redis://localhost:6400\n', 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n' } },
    ],
  },
});

/** The one server of compose that can be meant and is seen by nobody on the host. Null: something else may answer there. */
function hiddenServer(project: ProjectView, port: number): ProgramView | null {
  const candidates = declaredServers(project).filter(({ format, variant }) => format === 'compose' && variant === null);
  const isInside = (server: ProgramView) => {
    const own = ['port', 'tls-port'].flatMap((name) => server.setting(name) ?? []).map(Number);
    return server.server?.isComplete === true && (own.length > 0 ? own.includes(port) : port === 6379);
  };
  const [one, ...others] = candidates.filter(isInside);
  if (!one || others.length > 0 || one.hostNetwork || one.ports.some(({ outside }) => outside !== null)) return null;
  // One that the host runs itself, or whatever else publishes that port: a proxy, a variant of the same project.
  const mayAnswer = project.programs.some(
    ({ kind, runs, hostNetwork, ports }) => ports.some(({ outside }) => outside === port) || ((runs === 'host' || hostNetwork) && (kind === 'redis' || kind === 'sentinel')),
  );
  // Its own project has an application for it: the address on the host is for another way to run that.
  const isUsedInside =
    ways(project).some(({ server }) => server?.subject === one.subject) ||
    project.programs.some(({ group, kind, dependsOn }) => group === one.group && kind === 'application' && dependsOn.some(({ name }) => name === one.name));
  return mayAnswer || isUsedInside ? null : one;
}
