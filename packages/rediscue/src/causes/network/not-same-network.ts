import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { application, container, containers, notConnected } from '../example-parts.ts';
import { about, change as changeFile, placeOf, programs, ways } from '../in-files.ts';
import { hostOf, isUsable } from '../reach.ts';

export default defineCause({
  code: 'network/not-same-network',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Application and Redis containers share no network',
  meaning: "Both containers run and each is well, but they stand in different networks: the application can neither resolve the other's name nor reach its address.",
  detection: "The runtime lists the networks of both containers, and none is the same. The endpoint is the Redis container's own name or address, not a published port.",
  advice: 'Put both into one network.',
  needs: ['containers'],
  explains: ['network/name-not-found', 'network/resolver-unreachable', 'network/filtered', 'network/unreachable', 'network/nothing-listening'],
  detect: (at) => {
    const all = at.get('containers')?.containers ?? [];
    const host = hostOf(at);
    const server = all.find(
      (each) => each.part === 'server' && each.state === 'running' && (each.service === host || each.name === host || each.networks.some(({ address }) => address === host)),
    );
    if (!server || isUsable(at)) return null;
    const consumer = all.find((each) => each.part === 'consumer' && each.state === 'running' && each.id !== server.id);
    if (!consumer || consumer.networks.some(({ name }) => name === 'host' || server.networks.some((network) => network.name === name))) return null;
    const names = (networks: readonly { name: string }[]) => networks.map(({ name }) => name).join(', ') || 'none';
    return {
      summary: `The containers ${consumer.name} (${names(consumer.networks)}) and ${server.name} (${names(server.networks)}) share no network, so the application cannot reach ${at.subject}.`,
      why: `${consumer.name} and ${server.name} share no network`,
      evidence: ['containers'],
      remedies: [
        remedy(
          'Join the application to the network of its Redis, and write the same into the compose file',
          [`docker network connect ${server.networks[0]?.name ?? ''} ${consumer.name}`],
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
