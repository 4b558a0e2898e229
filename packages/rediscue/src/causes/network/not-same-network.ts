import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, notConnected } from '../example-parts.ts';
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
                container({
                  id: 'c2',
                  name: 'shop-app-1',
                  image: 'shop:1',
                  part: 'consumer',
                  service: 'app',
                  tiedBy: [],
                  published: [],
                  exposed: [],
                  networks: [{ name: 'front', address: '172.20.0.2' }],
                }),
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
              containers: containers(container({ published: [], tiedBy: ['name'] }), container({ id: 'c2', name: 'shop-app-1', part: 'consumer', service: 'app', tiedBy: [] })),
            },
          },
        },
      },
    ],
  },
});
