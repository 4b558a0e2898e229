import { defineCause } from '../define.ts';
import { logOf, serverProcess } from '../example-parts.ts';
import { diagnoseAgain } from '../remedy.ts';
import { directive, lastEvent } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

/** Descriptors that the server keeps for itself (CONFIG_MIN_RESERVED_FDS). */
const reserved = 32;

/** What the configuration asks for, or the server's default. */
function wanted(at: EndpointView): number {
  const written = Number(directive(at, 'maxclients') ?? Number.NaN);
  return Number.isFinite(written) && written > 0 ? written : 10000;
}

export default defineCause({
  code: 'process/open-files-limit',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The server runs with too few file descriptors for maxclients',
  meaning: 'Each client takes a descriptor. With a low limit the server lowers `maxclients` at its start, and clients are refused far earlier than configured.',
  detection: 'The log says that `maxclients` was reduced, or the process has exactly the descriptors that its lowered `maxclients` leaves.',
  advice: 'Raise the limit of open files where the server is started (LimitNOFILE of the unit, ulimits of the container) and restart it.',
  source: 'redis.io, "Redis client handling", maximum concurrent connected clients',
  needs: ['process'],
  explains: ['network/connection-limit'],
  detect: (at) => {
    const event = lastEvent(at, 'open-files-reduced', 'accept-failed');
    const told = event?.kind === 'open-files-reduced' || event?.detail.errno === 'EMFILE';
    const limit = at.get('process')?.openFilesLimit ?? null;
    const live = at.configNumber('maxclients') ?? at.infoNumber('maxclients');
    const lowered = limit !== null && live !== undefined && live < wanted(at) && live === limit - reserved;
    if (!told && !lowered) return null;
    const have = limit ?? event?.detail.limit ?? 'too few';
    const now = live ?? event?.detail.maxclients;
    const unit = at.get('expected')?.by.find(({ kind }) => kind === 'unit');
    return {
      summary: `${at.subject} may open ${have} files, too few for maxclients ${wanted(at)}${now === undefined ? '' : `: it serves ${now} clients at most`}.`,
      evidence: ['process', 'log', 'config'],
      where: event && at.get('log') ? [{ file: at.get('log')?.file ?? '', ...(event.line ? { line: event.line } : {}) }] : [],
      remedies: [
        {
          title: 'Raise the limit and restart the server',
          commands: unit
            ? [`systemctl edit ${unit.place.file.slice(unit.place.file.lastIndexOf('/') + 1)}  # [Service] LimitNOFILE=65536`]
            : [`ulimit -n 65536  # in the shell or unit that starts it`],
          risk: 'disruptive',
          runbook: null,
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'started under a limit of 1024',
        facts: {
          process: serverProcess({ openFilesLimit: 1024 }),
          info: { value: { maxclients: '992' } },
          config: { value: { values: { maxclients: '992' } } },
          log: logOf('ready', {
            kind: 'open-files-reduced',
            text: 'Current maximum open files is 1024. maxclients has been reduced to 992 to compensate for low ulimit.',
            detail: { limit: '1024', maxclients: '992' },
          }),
        },
      },
      { name: 'the log is not known', facts: { process: serverProcess({ openFilesLimit: 1024 }), config: { value: { values: { maxclients: '992' } } } } },
    ],
    good: [
      { name: 'maxclients is low because it is configured so', facts: { process: serverProcess({ openFilesLimit: 65536 }), config: { value: { values: { maxclients: '992' } } } } },
      { name: 'enough for maxclients', facts: { process: serverProcess() } },
    ],
  },
});
