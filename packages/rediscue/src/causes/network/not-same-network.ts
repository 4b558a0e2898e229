import { engine } from '../container-state.ts';
import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { application, container, containers, lookedFrom, notConnected } from '../example-parts.ts';
import type { Container } from '../exposure.ts';
import { about, change as changeFile, placeOf, programs, ways } from '../in-files.ts';
import { cutOff, isReachedInPlace, isTargetReachedInPlace, looksFrom } from '../place.ts';
import { hostOf, isUsable } from '../reach.ts';
import type { EndpointView } from '../view.ts';

const names = (networks: readonly string[]): string => networks.join(', ') || 'none';

const isOf = (server: Container, network: string): boolean => server.networks.some(({ name }) => name === network);

/** The application's container that is shut out, with its networks: the one that was looked from, or else the one that is told of the endpoint. */
function shutOut(at: EndpointView, server: Container): { name: string; service: string | null; networks: string[] } | undefined {
  if (looksFrom(at).length > 0) {
    const look = cutOff(at);
    return look && { name: look.from, service: look.service, networks: look.networks };
  }
  if (isUsable(at)) return undefined;
  const box = at.get('containers')?.containers.find((each) => each.part === 'consumer' && each.state === 'running' && each.id !== server.id);
  return box && { name: box.name, service: box.service, networks: box.networks.map(({ name }) => name) };
}

export default defineCause({
  code: 'network/not-same-network',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Application and Redis containers share no network',
  meaning: "Both containers run and each is well, but they stand in different networks: the application can neither resolve the other's name nor reach its address.",
  detection:
    "The runtime lists the networks of both containers, and none is the same. The endpoint is the Redis container's own name or address, not a published port. Where it was looked from the application's container, it does not get there from it, also when this machine does.",
  advice: 'Put both into one network.',
  needs: ['containers'],
  explains: ['network/name-not-found', 'network/resolver-unreachable', 'network/filtered', 'network/unreachable', 'network/nothing-listening'],
  detect: (at) => {
    const all = at.get('containers')?.containers ?? [];
    const host = hostOf(at);
    const isNamed = (each: (typeof all)[number]) =>
      each.service === host || each.name === host || each.tiedBy.includes('name') || each.networks.some(({ address }) => address === host);
    // Several projects may have a service of one name.
    const servers = all.filter((each) => each.part === 'server' && each.state === 'running' && isNamed(each));
    const [server] = servers;
    if (!server || isReachedInPlace(at)) return null;
    const consumer = shutOut(at, server);
    const theirs = server.networks.map(({ name }) => name);
    if (!consumer || consumer.networks.includes('host') || consumer.networks.some((name) => servers.some((each) => isOf(each, name)))) return null;
    const isAlone = consumer.networks.length === 0 || consumer.networks.includes('none');
    const run = engine(at);
    return {
      summary: `The containers ${consumer.name} (${names(consumer.networks)}) and ${server.name} (${names(theirs)}) share no network, so the application cannot reach ${at.subject}.`,
      why: `${consumer.name} and ${server.name} share no network`,
      evidence: ['containers', 'place'],
      remedies: [
        isAlone
          ? remedy(
              'Give the application a network: take `network_mode: none` out of the compose file, and create its container again',
              [`${run} compose up -d ${consumer.service ?? consumer.name}`],
              diagnoseTarget(at.target),
              'disruptive',
            )
          : remedy(
              'Join the application to the network of its Redis, and write the same into the compose file',
              [`${run} network connect ${theirs[0] ?? ''} ${consumer.name}`],
              diagnoseTarget(at.target),
              'safe',
            ),
      ],
    };
  },
  inFiles: {
    isProof: true,
    detect: (project) =>
      ways(project).flatMap(({ target, program, server, link }) => {
        if (!program || !server || link?.by !== 'name' || link.sharesNetwork) return [];
        const [own, theirs] = [program.networks.map(({ name }) => name).join(', '), server.networks.map(({ name }) => name).join(', ')];
        const place = program.networks[0]?.place ?? program.place;
        return [
          {
            // It was joined by hand, and is not when it is created again.
            ...(isTargetReachedInPlace(target) && { severity: 'warning' as const }),
            summary: `${program.name} (${own}) and ${server.name} (${theirs}) share no network: the name ${server.name} does not exist for ${program.name}.`,
            evidence: programs(program, server),
            where: [place, placeOf(target, /_(HOST|URL)$/) ?? server.place],
            ...about(target),
            remedies: [changeFile(`Put both into one network: add ${server.networks[0]?.name} to ${program.name}`, place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'this machine gets there, and the container of the application does not',
        facts: {
          endpoints: {
            'redis:6379': {
              resolve: { host: 'redis', state: 'not-found', addresses: [], code: 'ENOTFOUND', from: 'shop-app-1' },
              place: lookedFrom({ reaches: false, networks: ['front'], connect: null, speak: null }),
              containers: containers(container({ tiedBy: ['name'], networks: [{ name: 'back', address: '172.19.0.2' }] })),
            },
          },
        },
        says: 'shop-app-1 (front)',
      },
      {
        name: 'each in a network of its own',
        facts: {
          endpoints: {
            'redis:6379': {
              ...notConnected,
              connect: null,
              resolve: { host: 'redis', state: 'not-found', addresses: [], code: 'ENOTFOUND' },
              containers: containers(
                container({ published: [], tiedBy: ['name'], networks: [{ name: 'back', address: '172.19.0.2' }] }),
                application({ networks: [{ name: 'front', address: '172.20.0.2' }] }),
              ),
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'the application gets there from its own container: by a network that was joined meanwhile',
        facts: {
          endpoints: {
            'redis:6379': { place: lookedFrom(), containers: containers(container({ published: [], tiedBy: ['name'], networks: [{ name: 'back', address: '172.19.0.2' }] })) },
          },
        },
      },
      {
        name: 'both in the default network of the project',
        facts: {
          endpoints: {
            'redis:6379': {
              ...notConnected,
              connect: null,
              resolve: { host: 'redis', state: 'not-found', addresses: [], code: 'ENOTFOUND' },
              containers: containers(container({ published: [], tiedBy: ['name'] }), application()),
            },
          },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: front and back',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n    networks: [front]\n  redis:\n    image: redis:7.2\n    networks: [back]\nnetworks:\n  front: {}\n  back: {}\n',
        },
        at: 'docker-compose.yml:6',
      },
    ],
    good: [
      {
        name: 'compose: one of two networks is shared',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n    networks: [front, back]\n  redis:\n    image: redis:7.2\n    networks: [back]\nnetworks:\n  front: {}\n  back: {}\n',
        },
      },
      {
        name: 'compose: the default network',
        files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n' },
      },
    ],
  },
});
