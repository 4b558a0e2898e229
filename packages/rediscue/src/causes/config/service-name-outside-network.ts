import { change, diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, notConnected } from '../example-parts.ts';
import { about, change as changeFile, isSetting, placeOf, programs, ways, whereOf } from '../in-files.ts';
import { hostOf } from '../reach.ts';

/** The compose file stands in the application's folder, or in one around it: another project's network is none of its own. */
const isBeside = (file: string, folder: string): boolean => {
  const at = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
  return at === '.' || folder === at || folder.startsWith(`${at}/`) || at.startsWith(folder === '.' ? '' : `${folder}/`);
};

export default defineCause({
  code: 'config/service-name-outside-network',
  severity: 'critical',
  scope: 'endpoint',
  title: "An application on the host is told a container service's name",
  meaning: "The names of services resolve inside the containers' network only. On the host the name does not exist; the published address would work.",
  detection:
    'The name does not resolve here, a running container answers to it in its network, that container publishes its port on this host, and no container declares this target.',
  advice: 'On the host use the published address, `127.0.0.1` with the published port.',
  needs: ['resolve', 'containers'],
  explains: ['network/name-not-found', 'network/resolver-unreachable'],
  detect: (at) => {
    const host = hostOf(at);
    const { state, from } = at.get('resolve') ?? {};
    // Seen from a container of the application, it does not run on the host.
    if (!at.isEntry || from !== undefined || (state !== 'not-found' && state !== 'resolver-failed' && state !== 'timed-out')) return null;
    const all = at.get('containers')?.containers ?? [];
    if (all.some((each) => each.part === 'consumer')) return null;
    const server = all.find((each) => each.state === 'running' && each.published.length > 0 && (each.service === host || each.name === host || each.tiedBy.includes('name')));
    const published = server?.published[0];
    if (!server || !published) return null;
    const address = `${/^(0\.0\.0\.0|::|)$/.test(published.hostAddress) ? '127.0.0.1' : published.hostAddress}:${published.hostPort}`;
    return {
      summary: `${sourceText(at.target)} names ${host}, which exists only inside the network of the container ${server.name}; on this host it is published at ${address}.`,
      why: `${host} is a name of the containers' network, and the application runs on the host`,
      evidence: ['containers', 'resolve'],
      where: places(at.target).slice(0, 1),
      remedies: [remedy(`Use ${address} on the host`, change(at.target), diagnoseTarget(at.target))],
    };
  },
  inFiles: {
    isProof: true,
    detect: (project) =>
      ways(project).flatMap(({ target, consumer, program }) => {
        const host = target.declared?.addresses[0]?.host.toLowerCase();
        if (host === undefined || consumer.runs !== 'host' || program?.format === 'github-actions') return [];
        const [entry] = target.entries;
        // A name that resolves here, by a hosts file say, is no fault.
        if (project.look === 'live' && entry?.get('resolve')?.state !== 'not-found') return [];
        const server = project.programs.find(
          (each) =>
            each.format === 'compose' &&
            each.variant === null &&
            each.kind === 'redis' &&
            !host.includes('.') &&
            isBeside(each.place.file, consumer.folder) &&
            each.reachedAs.some((name) => name.toLowerCase() === host),
        );
        const published = server?.ports.find(({ outside }) => outside !== null);
        if (!server) return [];
        const place = placeOf(target, /_(HOST|URL)$/);
        const isUrl = target.declared?.sources.some(({ name }) => name?.endsWith('_HOST')) !== true;
        const address = `127.0.0.1:${published?.outside ?? 6379}`;
        return [
          {
            ...(project.look === 'files' && !isSetting(place) && { severity: 'warning' as const }),
            summary: `${sourceText(target)} names ${host}, which exists only inside the network of ${server.place.file}, while ${consumer.name} runs on the host${published ? `; there it is published at ${address}` : ', where its port is not published'}.`,
            why: `${host} is a name of the containers' network, and the application runs on the host`,
            evidence: ['target', ...programs(server)],
            where: whereOf(target, place),
            ...about(target),
            remedies: [
              published
                ? changeFile(
                    `Use ${address} on the host`,
                    place,
                    isUrl ? { find: `${host}:${target.declared?.addresses[0]?.port}`, replace: address } : { find: host, replace: '127.0.0.1' },
                  )
                : changeFile('Publish the port on loopback: `ports: ["127.0.0.1:6379:6379"]`, and use 127.0.0.1 on the host', server.place),
            ],
          },
        ];
      }),
  },
  examples: {
    bad: [
      {
        name: 'the compose service is named, from the host',
        facts: {
          endpoints: {
            'redis:6379': {
              ...notConnected,
              connect: null,
              resolve: { host: 'redis', state: 'not-found', addresses: [], code: 'ENOTFOUND' },
              containers: containers(container({ tiedBy: ['name'] })),
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'no such container',
        facts: {
          endpoints: {
            'cache:6379': { ...notConnected, connect: null, resolve: { host: 'cache', state: 'not-found', addresses: [], code: 'ENOTFOUND' }, containers: containers(container()) },
          },
        },
      },
      {
        name: 'its port is not published',
        facts: {
          endpoints: {
            'redis:6379': {
              ...notConnected,
              connect: null,
              resolve: { host: 'redis', state: 'not-found', addresses: [], code: 'ENOTFOUND' },
              containers: containers(container({ published: [] })),
            },
          },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'an env file for the host names the service of compose',
        files: { '.env': 'REDIS_URL=redis://redis:6379\n', 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    ports: ["127.0.0.1:6379:6379"]\n' },
        at: '.env:1',
      },
    ],
    good: [
      {
        name: 'the env file is what compose gives its services',
        files: {
          '.env': 'REDIS_URL=redis://redis:6379\n',
          'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: ${REDIS_URL}\n  redis:\n    image: redis:7.2\n',
        },
      },
      {
        name: 'the published address',
        files: { '.env': 'REDIS_URL=redis://127.0.0.1:6379\n', 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    ports: ["127.0.0.1:6379:6379"]\n' },
      },
    ],
  },
});
