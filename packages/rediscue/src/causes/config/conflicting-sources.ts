import type { FactData } from '../../facts/index.ts';
import { change, deadEnds, diagnoseTarget, edit, placeOfPart, places, remedy, sourceText } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { answered, container, containers, loginRefused, lookedFrom, unconnected } from '../example-parts.ts';
import type { EndpointExample, ExampleFacts } from '../examples.ts';
import { misledByHostsFile } from '../place.ts';
import { hostOf } from '../reach.ts';
import { workingRivals } from '../rivals.ts';
import type { TargetView } from '../view.ts';

const winner = 'redis://:***@old-redis.example:6379/0';
const loser = 'redis://:***@redis.example:6379/0';
const rivals: FactData<'rivals'> = { overridden: [{ name: loser, differs: 'endpoint', place: { file: '.env', line: 9 }, rule: 'the environment beats .env for REDIS_URL' }] };

/** The environment's `REDIS_URL` won with this outcome over the one in `.env`. */
const conflict = (won: EndpointExample, lost: EndpointExample = {}): ExampleFacts => ({
  targets: {
    [winner]: { endpoints: { 'old-redis.example:6379': { target: { sources: [{ kind: 'environment', name: 'REDIS_URL', place: null }] }, ...won, rivals } } },
    [loser]: { endpoints: { 'redis.example:6379': { target: { shadowOf: winner, sources: [{ kind: 'file', name: 'REDIS_URL', place: { file: '.env', line: 9 } }] }, ...lost } } },
  },
});

/** The hosts file of the application's container beats the name that the network knows, and leads to where no server is. */
const namesBeaten = (target: TargetView): Found[] =>
  target.entries.flatMap((at): Found[] => {
    const host = hostOf(at);
    const look = misledByHostsFile(at, host);
    if (look === undefined) return [];
    const addresses = look.resolve.addresses.map(({ address }) => address);
    const server = at.get('containers')?.containers.find((each) => each.part === 'server' && each.state === 'running');
    const inFile = target.project
      .objects('compose-extra-hosts')
      .find(({ name, data }) => name === look.service && (data as { hosts?: { name: string }[] }).hosts?.some((each) => each.name.toLowerCase() === host.toLowerCase()));
    return [
      {
        summary: `The hosts file of the container ${look.from}${inFile ? ` (extra_hosts)` : ''} gives ${host} the address ${addresses.join(', ')}, where no server is; it beats the name of the network, which leads to ${server?.name ?? 'a server that answers'}.`,
        why: `the hosts file of ${look.from} gives ${host} another address`,
        evidence: ['place', 'target', ...(inFile ? [{ probe: 'objects', subject: inFile.place.file } as const] : [])],
        where: inFile ? [inFile.place] : places(target).slice(0, 1),
        concerns: [at.subject],
        remedies: [
          remedy(
            `Take the entry out${inFile ? ' of `extra_hosts`' : ''}, and create the container again`,
            inFile ? [edit(inFile.place), `docker compose up -d ${look.service}`] : [`docker inspect --format '{{.HostConfig.ExtraHosts}}' ${look.from}`],
            diagnoseTarget(target),
            'disruptive',
          ),
        ],
      },
    ];
  });

export default defineCause({
  code: 'config/conflicting-sources',
  severity: 'error',
  scope: 'target',
  title: 'Two places disagree, and the wrong one wins',
  meaning: 'The same use is declared twice with different servers or logins. The rules of precedence choose the one that does not work, while the other one would.',
  detection:
    "Where the winning declaration leads to no server that takes its login, those that it beats are tried too: one of them works. The process's environment beats `.env.local`, which beats `.env`; `REDIS_` beats `VALKEY_`; a URL beats Sentinels, those cluster nodes, and those host, port and password. A URL on the command line contradicts nothing. Likewise a container's hosts file (`extra_hosts`) beats the name of its network: looked at from the application's container it leads nowhere, while the network's name leads to a server that answers.",
  advice: 'Keep one declaration, or correct the one that wins.',
  needs: [],
  explains: [
    'config/placeholder-value',
    'config/unset-variable',
    'config/interpolation-not-expanded',
    'config/invalid-url',
    'config/wrong-port',
    ...deadEnds,
    'auth/password-missing',
    'auth/password-wrong',
    'auth/server-has-no-password',
    'auth/user-unknown',
    'auth/user-disabled',
    'tls/server-is-plaintext',
    'tls/server-expects-tls',
  ],
  detect: (target) => [
    ...namesBeaten(target),
    ...workingRivals(target).flatMap(({ rival, other, does, isOutdated }): Found[] => {
      // The file is right, and was changed since: config/change-not-applied.
      if (isOutdated) return [];
      return [
        {
          summary: `Two places disagree, and the wrong one wins: ${rival.rule}. ${sourceText(target, rival.differs === 'credentials' ? 'password' : undefined)} ${does}; ${sourceText(other)} works.`,
          why: `${sourceText(other)} works and loses: ${rival.rule}`,
          evidence: ['rivals', 'target', ...other.endpoints.map(({ subject }) => ({ probe: 'auth', subject }) as const)],
          where: [...(rival.differs === 'credentials' ? placeOfPart(target, 'password') : places(target).slice(0, 1)), ...(rival.place ? [rival.place] : [])],
          concerns: target.endpoints.map((at) => at.subject),
          remedies: [
            remedy('Correct the declaration that wins, or remove it', change(target, undefined, rival.differs === 'credentials' ? 'password' : undefined), diagnoseTarget(target)),
            ...(rival.place ? [remedy('For comparison, the one that works', [edit(rival.place)], diagnoseTarget(other))] : []),
          ],
        },
      ];
    }),
  ],
  examples: {
    bad: [
      { name: 'an old endpoint in the environment beats the right one in the file', facts: conflict(unconnected('refused')) },
      { name: 'an old password in the environment beats the right one in the file', facts: conflict(loginRefused('rejected', 'WRONGPASS invalid username-password pair')) },
      {
        name: 'extra_hosts beats the name of the network',
        facts: {
          endpoints: {
            'redis:6379': {
              resolve: { host: 'redis', state: 'ok', addresses: [{ address: '172.18.0.1', family: 4 }], from: 'shop-app-1' },
              connect: { attempts: [{ address: '172.18.0.1', port: 6379, state: 'refused', code: 'ECONNREFUSED', ms: 0.2 }], used: null, from: 'shop-app-1' },
              place: lookedFrom({
                reaches: false,
                byHostsFile: true,
                resolve: { host: 'redis', state: 'ok', addresses: [{ address: '172.18.0.1', family: 4 }], code: null, nameServers: [], standIn: null },
                connect: { attempts: [{ address: '172.18.0.1', port: 6379, state: 'refused', code: 'ECONNREFUSED', ms: 0.2 }], used: null },
                speak: null,
              }),
              containers: containers(container({ tiedBy: ['name'] })),
            },
          },
        },
        says: '172.18.0.1',
      },
    ],
    good: [
      {
        name: 'the hosts file gives the right address',
        facts: { endpoints: { 'redis:6379': { place: lookedFrom({ byHostsFile: true }), containers: containers(container({ tiedBy: ['name'] })) } } },
      },
      { name: 'the winning one works', facts: conflict({}) },
      { name: 'neither works', facts: conflict(unconnected('refused'), unconnected('refused')) },
      { name: 'the winning server is the right one, and still loads', facts: conflict(answered('LOADING Redis is loading the dataset in memory')) },
      {
        name: 'a server should run at the winning address: process/not-running',
        facts: conflict({ ...unconnected('refused'), expected: { by: [{ kind: 'redis.conf', place: { file: '/srv/app/redis.conf', line: 1 }, text: 'port 6379' }] } }),
      },
    ],
  },
});
