import { remedy } from '../declaration.ts';
import { appendsOnPurpose, covers, dataFolder, hasSavePoints, isContainer, isThrowaway, placeOfSetting, sourceOfReplica } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { type Container, runningContainer } from '../exposure.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import type { EndpointView } from '../view.ts';

const inData = { config: { value: { values: { appendonly: 'yes' } } } } as const;

export default defineCause({
  code: 'container/data-not-persisted',
  severity: 'error',
  scope: 'endpoint',
  title: 'The data directory is inside the container',
  meaning: 'Redis saves, and what it saves is gone as soon as the container is made anew: by an update, `compose down`, or a change of any setting. A restart alone hides that.',
  detection:
    'Persistence is on (the append-only file, save points that were set on purpose, or a queue in the data), and no volume or bind mount covers `dir`. With nothing but the default save points it is a warning.',
  advice: 'Mount a named volume at the data directory. Save the data first: making the container anew drops it.',
  source: 'docs.docker.com, "Volumes"',
  needs: ['containers', 'config'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    const folder = at.config('dir');
    if (!box || !folder || isCovered(box, folder)) return null;
    const saves = (at.config('save') ?? '') !== '';
    const isMeant = at.config('appendonly') === 'yes' || (saves && setOnPurpose(at, box)) || (saves && (at.value('keys')?.lasting ?? []).some(({ kind }) => kind === 'queue'));
    if (!isMeant && !saves) return null;
    return {
      ...(!isMeant && { severity: 'warning' as const }),
      summary: `Redis saves to ${folder} inside the container ${box.name}, and no volume is mounted there: making the container anew loses the data.`,
      evidence: ['containers', 'config'],
      remedies: [
        remedy(
          'Save the data, then mount a volume and load it there',
          [
            `${redisCli(at)} --rdb redis-before-volume.rdb`,
            `# compose: services.${box.service ?? box.name}.volumes: ["redis-data:${folder}"] and volumes: { redis-data: {} }`,
            '# put the saved file into the volume before the first start, with appendonly off for that start',
          ],
          diagnoseAgain(at),
          'disruptive',
          'recreate-container',
        ),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        const folder = isContainer(server) ? dataFolder(server) : null;
        // A replica gets its data again from its primary.
        if (folder === null || isThrowaway(server) || sourceOfReplica(server) !== null || server.setting('cluster-enabled') === 'yes') return [];
        const appends = appendsOnPurpose(server);
        // A whole configuration that was copied has save points that nobody chose.
        if (!appends && !hasSavePoints(server)) return [];
        const mounts = server.mounts.filter((mount) => covers(mount, folder));
        if (mounts.some(({ kind }) => kind !== 'tmpfs')) return [];
        const place = placeOfSetting(server, appends ? 'appendonly' : 'save');
        return [
          {
            ...(!appends && { severity: 'warning' as const }),
            summary: `${server.name} saves to ${folder}, and ${mounts.length > 0 ? 'what is mounted there is only in memory, or gone with its pod' : 'no volume is mounted there'}: making the container anew loses the data.`,
            evidence: programs(server),
            where: [mounts[0]?.place ?? place],
            concerns: endpointsOf(project, server),
            remedies: [change(`Mount a named volume at ${folder} of ${server.name}; save the data of a running one first`, server.place)],
          },
        ];
      }),
  },
  examples: {
    bad: [{ name: 'append-only file, and no volume', facts: { endpoints: { '127.0.0.1:6379': { ...inData, containers: containers(container({ mounts: [] })) } } } }],
    good: [
      { name: 'a volume at the data directory', facts: { endpoints: { '127.0.0.1:6379': { ...inData, containers: containers(container()) } } } },
      {
        name: 'a cache that saves nothing',
        facts: {
          endpoints: { '127.0.0.1:6379': { config: { value: { values: { appendonly: 'no', save: '' } } }, containers: containers(container({ mounts: [] })) } },
        },
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: an append-only file, and no volume',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --appendonly yes\n' },
        at: 'docker-compose.yml:4',
      },
      {
        name: 'compose: the volume is mounted elsewhere',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --appendonly yes\n    volumes: ["redis-data:/var/lib/redis"]\nvolumes:\n  redis-data: {}\n',
        },
        at: 'docker-compose.yml:4',
      },
    ],
    good: [
      {
        name: 'compose: a volume at the data directory',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --appendonly yes\n    volumes: ["redis-data:/data"]\nvolumes:\n  redis-data: {}\n',
        },
      },
      { name: 'compose: nobody asked for persistence', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n' } },
      {
        name: 'compose: for tests',
        files: { 'docker-compose.test.yml': 'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --appendonly yes\n' },
      },
    ],
  },
});

const isCovered = (box: Container, folder: string): boolean =>
  box.mounts.some(({ type, destination }) => type !== 'tmpfs' && (folder === destination || folder.startsWith(`${destination.replace(/\/$/, '')}/`)));

/** Save points in the command or a file, not merely the server's defaults. */
const setOnPurpose = (at: EndpointView, box: Container): boolean =>
  box.command.some((word) => word === '--save') || at.get('configFile')?.directives.some(({ name }) => name.toLowerCase() === 'save') === true;
