import type { Place } from '../../facts/index.ts';
import { diagnoseTarget, edit, placeText, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { configFile, logOf, unconnected } from '../example-parts.ts';
import { change as changeFile, endpointsOf, programs } from '../in-files.ts';
import type { EndpointView } from '../view.ts';

const kinds = ['config-fatal', 'config-unreadable', 'acl-fatal', 'module-failed'] as const;
const nouns: Record<(typeof kinds)[number], string> = {
  'config-fatal': 'configuration',
  'config-unreadable': 'configuration file',
  'acl-fatal': 'ACL rules',
  'module-failed': 'module',
};

interface Refusal {
  what: string;
  reason: string;
  place: Place | null;
  evidence: 'log' | 'configFile';
}

/** What the server itself said when it ended. */
function bySaying(at: EndpointView): Refusal | null {
  const log = at.get('log');
  const event = log?.events.findLast((each) => each.afterLastStart && kinds.some((kind) => kind === each.kind));
  if (!log || !event || log.ended === 'ready') return null;
  // Sentinel's refusal of a host name is a code of its own.
  if (/resolve (instance )?hostname/i.test(event.text)) return null;
  const { path, line, directive, reason } = event.detail;
  const file = path ?? at.get('configFile')?.file;
  const number = Number(line);
  const place = file === undefined ? { file: log.file, ...(event.line !== null && { line: event.line }) } : { file, ...(number > 0 && { line: number }) };
  return {
    what: nouns[event.kind as (typeof kinds)[number]],
    reason: [directive && `\`${directive}\``, reason ?? (directive ? null : event.text.slice(0, 120))].filter(Boolean).join(': '),
    place,
    evidence: 'log',
  };
}

/** What a reader of the file finds, where the server left no word: its complaint goes to stderr, which is rarely kept. */
function byReading(at: EndpointView): Refusal | null {
  const file = at.get('configFile');
  const problem = file?.problems.find(({ reason }) => !/included again|more than \d+ (files|directives)/.test(reason));
  if (!file || !problem) return null;
  const log = at.get('log');
  // It came up, or was told to stop, after this file was written: then the file is not what keeps it down.
  const cameUp = log && (log.ended === 'ready' || log.ended === 'shutdown' || log.events.some(({ kind }) => kind === 'ready'));
  if (cameUp && (log.modifiedAt === null || file.modifiedAt === null || file.modifiedAt <= log.modifiedAt)) return null;
  return { what: 'configuration', reason: problem.reason, place: problem.place, evidence: 'configFile' };
}

export default defineCause({
  code: 'config/fatal-directive',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server refuses its configuration, ACL or module file',
  meaning:
    'The server reads its files before anything else and ends at the first line that it does not accept. Its complaint goes to stderr, as the log is not open yet, so there is often no trace.',
  detection: "The server's output names file, line and directive; without it, the configuration file of a server that does not run holds a line that no version accepts.",
  advice: 'Correct the line and start the server again.',
  source: 'Redis: `*** FATAL CONFIG FILE ERROR ***` on stderr',
  needs: ['log', 'configFile'],
  explains: ['network/nothing-listening', 'process/not-running', 'process/crashed', 'container/exited', 'container/restart-loop'],
  detect: (at) => {
    if (at.get('speak') !== undefined || at.get('process')?.isServer) return null;
    const refusal = bySaying(at) ?? byReading(at);
    if (!refusal) return null;
    const where = refusal.place ? ` at ${placeText(refusal.place)}` : '';
    return {
      summary: `The server of ${at.subject} does not start: it refuses its ${refusal.what}${where} (${refusal.reason.replace(/\.$/, '')}).`,
      why: `the server refuses its ${refusal.what}${where} and ends`,
      evidence: [refusal.evidence, ...(at.get('configFile') ? (['configFile'] as const) : [])],
      where: refusal.place ? [refusal.place] : [],
      remedies: [remedy('Correct the line, then start the server', refusal.place ? [edit(refusal.place)] : [], diagnoseTarget(at.target), 'safe')],
    };
  },
  inFiles: {
    detect: (project) =>
      project.objects('redis-conf').flatMap(({ data }) => {
        const { file, problems } = data as { file: string; problems: { place: Place; reason: string }[] };
        const server = project.programs.find(({ format, place }) => format === 'redis-conf' && place.file === file);
        return problems.slice(0, 3).map(({ place, reason }) => ({
          summary: `A server does not start with ${file}: it refuses line ${place.line ?? 1} (${reason.replace(/\.$/, '')}).`,
          evidence: server ? programs(server) : [{ probe: 'objects' as const, subject: file }],
          where: [place],
          ...(server && { concerns: endpointsOf(project, server) }),
          remedies: [changeFile('Correct the line', place)],
        }));
      }),
  },
  examples: {
    bad: [
      {
        name: 'an unknown directive, by its own output',
        facts: {
          ...unconnected('refused'),
          configFile: configFile([
            ['port', '6379'],
            ['maxmemroy', '100mb'],
          ]),
          log: {
            ...logOf('exited', {
              kind: 'config-fatal',
              text: "Reading the configuration file, at line 2 >>> 'maxmemroy 100mb'",
              detail: { line: '2', directive: 'maxmemroy', reason: 'Bad directive or wrong number of arguments' },
            }),
            foundBy: 'stdout',
          },
        },
      },
      {
        name: 'nothing was kept of its output; the file shows it',
        facts: {
          ...unconnected('refused'),
          configFile: configFile(
            [
              ['port', '6379'],
              ['maxmemroy', '100mb'],
            ],
            { problems: [{ place: { file: '/srv/app/redis.conf', line: 2 }, reason: 'there is no directive `maxmemroy`; `maxmemory` is near' }] },
          ),
        },
      },
      {
        name: 'a comment in the ACL file',
        facts: {
          ...unconnected('refused'),
          log: logOf('exited', {
            kind: 'acl-fatal',
            text: 'Aborting Redis startup because of ACL errors',
            detail: { path: '/srv/app/users.acl', line: '1', reason: 'line should start with user keyword' },
          }),
        },
      },
    ],
    good: [
      {
        name: 'it runs: our knowledge of directives is the older one',
        facts: {
          configFile: configFile(
            [
              ['port', '6379'],
              ['new-setting', 'yes'],
            ],
            { problems: [{ place: { file: '/srv/app/redis.conf', line: 2 }, reason: 'there is no directive `new-setting`' }] },
          ),
        },
      },
      { name: 'it does not run, and the file is sound', facts: { ...unconnected('refused'), configFile: configFile([['port', '6379']]) } },
      {
        name: 'it came up with this file and was shut down',
        facts: {
          ...unconnected('refused'),
          configFile: configFile(
            [
              ['port', '6379'],
              ['new-setting', 'yes'],
            ],
            { problems: [{ place: { file: '/srv/app/redis.conf', line: 2 }, reason: 'there is no directive `new-setting`' }] },
          ),
          log: logOf('shutdown', { kind: 'ready', text: 'Ready to accept connections' }, { kind: 'shutdown-by-user', text: 'User requested shutdown' }),
        },
      },
    ],
  },
  fileExamples: {
    bad: [{ name: 'a directive that no version knows', files: { 'redis.conf': 'port 6379\nmaxmemroy 1gb\n' }, at: 'redis.conf:2' }],
    good: [{ name: 'a sound configuration', files: { 'redis.conf': 'port 6379\nmaxmemory 1gb\nsave 900 1\n' } }],
  },
});
