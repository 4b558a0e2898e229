import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { type Container, runningContainer } from '../exposure.ts';
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
    if (!box || !folder || covered(box, folder)) return null;
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
});

const covered = (box: Container, folder: string): boolean =>
  box.mounts.some(({ type, destination }) => type !== 'tmpfs' && (folder === destination || folder.startsWith(`${destination.replace(/\/$/, '')}/`)));

/** Save points in the command or a file, not merely the server's defaults. */
const setOnPurpose = (at: EndpointView, box: Container): boolean =>
  box.command.some((word) => word === '--save') || at.get('configFile')?.directives.some(({ name }) => name.toLowerCase() === 'save') === true;
