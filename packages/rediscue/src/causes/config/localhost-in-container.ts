import { change, diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { application, container, containers, lookedFrom, unconnected } from '../example-parts.ts';
import { about, change as changeFile, declaredServers, isSetting, placeOf, programs, ways, whereOf } from '../in-files.ts';
import { cutOff, isReachedInPlace, isTargetReachedInPlace } from '../place.ts';
import { hostOf, isLoopback } from '../reach.ts';

export default defineCause({
  code: 'config/localhost-in-container',
  severity: 'critical',
  scope: 'endpoint',
  title: 'An application in a container is told `localhost`',
  meaning: 'Inside a container `localhost` is the container itself. Redis runs in another one, so the application is refused, while the same address works from the host.',
  detection: "The runtime shows the application's container with this target in its environment, a network of its own, and Redis in another container.",
  advice: "Use the Redis service's name and the port inside the network.",
  needs: ['containers'],
  explains: ['network/nothing-listening', 'network/not-redis', 'network/port-not-published', 'process/not-running', 'config/wrong-port'],
  detect: (at) => {
    const all = at.get('containers')?.containers ?? [];
    // Containers that share one network share its loopback.
    if (!at.isEntry || !isLoopback(hostOf(at)) || isReachedInPlace(at)) return null;
    const look = cutOff(at);
    const consumer = all.find(
      (each) => each.part === 'consumer' && each.state === 'running' && !each.networks.some(({ name }) => name === 'host' || name.startsWith('container:')),
    );
    const server = all.find((each) => each.part === 'server' && each.id !== consumer?.id && each.name !== look?.from);
    const who = look === undefined ? consumer?.name : look.networks.includes('host') ? undefined : look.from;
    if (who === undefined || !server) return null;
    const inside = server.published[0]?.containerPort ?? server.exposed[0] ?? 6379;
    const name = server.service ?? server.name;
    return {
      summary: `The application runs in the container ${who} and is told ${at.subject}, which is that container itself; Redis runs in ${server.name}.`,
      why: `${hostOf(at)} inside ${who} is ${who} itself`,
      evidence: ['containers', 'target', 'place'],
      where: places(at.target).slice(0, 1),
      remedies: [remedy(`Name the service instead: host ${name}, port ${inside} (${sourceText(at.target)})`, change(at.target), diagnoseTarget(at.target), 'disruptive')],
    };
  },
  inFiles: {
    isProof: true,
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, program }) => {
        const [address] = target.declared?.addresses ?? [];
        if (!program || program.runs === 'host' || program.hostNetwork || !address || !isLoopback(address.host) || isTargetReachedInPlace(target)) return [];
        // A variant has a server of its own, or the one of the file that it changes.
        const servers = declaredServers(project)
          .filter((server) => server.group === program.group && (server.variant === null || server.variant === program.variant))
          .toSorted((one, other) => Number(other.variant === program.variant) - Number(one.variant === program.variant));
        const told = program.variant === null ? program.name : `${program.name} (${program.variant})`;
        // Containers of one pod, and those that share one network namespace, share their loopback too.
        const [workload] = program.name.split('/');
        if (servers.some((server) => server.name.split('/')[0] === workload && server.name !== program.name)) return [];
        const server = servers[0];
        if (!server) return [];
        const port = server.ports[0]?.inside ?? 6379;
        const name = server.reachedAs[0] ?? server.name;
        const place = placeOf(target, /_(HOST|URL)$/);
        const isUrl = target.declared?.sources.some(({ name: variable }) => variable?.endsWith('_HOST')) !== true;
        return [
          {
            // A variant's containers may be builds and tests, which ask for no Redis.
            ...(project.look === 'files' && program.variant !== null && !isSetting(place) && { severity: 'warning' as const }),
            summary: `${told} runs in a container and is told ${address.host}:${address.port}, which is that container itself; Redis is ${name}:${port}.`,
            why: `${address.host} inside ${program.name} is ${program.name} itself`,
            evidence: ['target', ...programs(program, server)],
            where: whereOf(target, place),
            ...about(target),
            remedies: [
              changeFile(`Name the service instead: host ${name}, port ${port} (${consumer.name})`, place, {
                find: isUrl ? `${address.host}:${address.port}` : address.host,
                replace: isUrl ? `${name}:${port}` : name,
              }),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'the app container is told localhost',
        facts: { endpoints: { 'localhost:6379': { ...unconnected('refused', ['127.0.0.1']), containers: containers(container({ published: [] }), application()) } } },
      },
    ],
    good: [
      {
        name: 'its container shares the network of the server',
        facts: {
          endpoints: {
            'localhost:6379': { place: lookedFrom({ networks: [] }, 'not-compared'), containers: containers(container({ published: [] }), application({ networks: [] })) },
          },
        },
      },
      { name: 'the application runs on the host', facts: { endpoints: { 'localhost:6379': { containers: containers(container()) } } } },
      {
        name: "the application's container shares the host's network",
        facts: { endpoints: { 'localhost:6379': { containers: containers(container(), application({ networks: [{ name: 'host', address: null }] })) } } },
      },
      { name: "it is told the service's name", facts: { endpoints: { 'redis:6379': { containers: containers(container(), application()) } } } },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose for staging',
        files: {
          'docker-compose.staging.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://localhost:6379\n  cache:\n    image: redis:7.4\n',
        },
        at: 'docker-compose.staging.yml:5',
      },
      {
        name: 'compose: the application is told localhost',
        files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://localhost:6379\n  redis:\n    image: redis:7.2\n' },
        at: 'docker-compose.yml:5',
      },
      {
        name: 'compose: the loopback address stands in an env file',
        files: {
          'compose.yaml': 'services:\n  app:\n    image: shop:1\n    env_file: app.env\n  cache:\n    image: valkey/valkey:8.0\n',
          'app.env': 'REDIS_HOST=127.0.0.1\nREDIS_PORT=6379\n',
        },
        at: 'app.env:1',
      },
    ],
    good: [
      {
        name: "compose: the service's name",
        files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n' },
      },
      {
        name: "compose: it shares the host's network",
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    network_mode: host\n    environment:\n      REDIS_URL: redis://localhost:6379\n  redis:\n    image: redis:7.2\n    ports: ["6379:6379"]\n',
        },
      },
      {
        name: 'the application runs on the host, Redis in compose',
        files: { '.env': 'REDIS_URL=redis://localhost:6379\n', 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    ports: ["6379:6379"]\n' },
      },
    ],
  },
});
